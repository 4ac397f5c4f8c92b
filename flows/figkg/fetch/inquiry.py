"""Many questions to one model: several in flight, within limits, each answer and refusal kept and never paid again.

Nothing that goes wrong here ends a build. The first question goes out alone: it shows whether anything is answered and
how the endpoint wants to be asked. A wrong key or model stops everything at once; so does silence.
"""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta, Struct

from figkg.base.errors import SourceError
from figkg.base.files import replace_file
from figkg.fetch.chat import Chat, HopelessError, Question, UnansweredError
from figkg.fetch.configuration import Patience
from figkg.fetch.replies import object_in
from figkg.fetch.session import TryAgainError, persist

Asker = TypeVar("Asker")
Value = TypeVar("Value")

_MOST_REASONS = 20
_OTHER_REASONS = "for other reasons"
_TRIES = 3
"""Questions without an answer after which nothing more is asked, as long as none has had one."""
_MOST_IN_A_ROW = 20
"""Questions in a row without an answer after which nothing more is asked."""


class Limits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What asking may cost in one build.

    Attributes:
        requests: sent, at most.
        tokens: spent, at most, as the endpoint counts them; what is in flight may exceed it.
        minutes: of time, at most.
        in_flight: requests at one time, at most.
        between: seconds between two requests, at least.
        silence: seconds without an answer after which a request is given up.
        attempts: how often a question is tried.
        answer_tokens: of one answer, thoughts included, at most; 0 leaves it to the endpoint.
    """

    requests: Annotated[int, Meta(ge=0)]
    tokens: Annotated[int, Meta(ge=0)]
    minutes: Annotated[float, Meta(ge=0)]
    in_flight: Annotated[int, Meta(ge=1, le=64)] = 16
    between: Annotated[float, Meta(ge=0)] = 0.0
    silence: Annotated[float, Meta(gt=0)] = 120.0
    attempts: Annotated[int, Meta(ge=1)] = 6
    answer_tokens: Annotated[int, Meta(ge=0)] = 0

    @property
    def patience(self) -> Patience:
        """How long one question is tried."""
        return Patience(attempts=self.attempts, silence=self.silence)


class Asked(Struct):
    """What asking a model came to.

    Attributes:
        known: questions whose answer was kept from an earlier build.
        read: questions that were answered in this one.
        failed: questions without an answer, by reason, those remembered from earlier builds among them.
        remembered: how many of these were not asked again.
        left: questions that were not asked, or not to the end, since a limit was reached or all was stopped.
        requests: requests sent.
        tokens: tokens spent.
        stopped: why nothing more was asked, or empty.
        without_record: images that no record has.
        statements: statements read from captions.
        unfounded: statements whose words are not in their caption, which count for nothing.
    """

    known: int = 0
    read: int = 0
    failed: dict[str, int] = msgspec.field(default_factory=dict)
    remembered: int = 0
    left: int = 0
    requests: int = 0
    tokens: int = 0
    stopped: str = ""
    without_record: int = 0
    statements: int = 0
    unfounded: int = 0

    def fail(self, reason: str) -> None:
        """Note a question without an answer."""
        if reason not in self.failed and len(self.failed) >= _MOST_REASONS:
            reason = _OTHER_REASONS
        self.failed[reason] = self.failed.get(reason, 0) + 1


class Kept(Struct, frozen=True, omit_defaults=True):
    """What is remembered of a question.

    Attributes:
        answer: the object that the model answered.
        failed: why there is none.
        tokens: what it cost.
    """

    answer: dict[str, Any] | None = None
    failed: str = ""
    tokens: int = 0


class Remembered:
    """Answers and refusals on disk, by everything that the answer depends on.

    Args:
        folder: where they are.
        model: who answers.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self._folder = folder
        self._model = model
        self._decoder = msgspec.json.Decoder(Kept)

    def place(self, question: Question) -> Path:
        """The file of a question."""
        parts = (self._model.encode(), question.prompt.encode(), msgspec.json.encode(question.schema), question.image)
        digest = hashlib.sha256()
        for part in parts:
            digest.update(f"{len(part)}\0".encode())
            digest.update(part)
        return self._folder / f"{digest.hexdigest()}.json"

    def recall(self, place: Path) -> Kept | None:
        """What is remembered, or None."""
        try:
            kept = self._decoder.decode(place.read_bytes())
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, UnicodeDecodeError):
            place.unlink(missing_ok=True)  # cut off when a build was killed
            return None
        return kept if kept.failed or kept.answer is not None else None

    def keep(self, place: Path, kept: Kept) -> None:
        """Remember.

        Raises:
            OSError: it cannot be written.
        """
        replace_file(place, msgspec.json.encode(kept))


class _LimitError(Exception):
    """There is no time, no request or no token left."""


class _Done(Struct, frozen=True):
    """What became of a question: an answer, or a reason, or neither where a limit was reached."""

    asker: Any
    place: Path
    answer: dict[str, Any] | None = None
    reason: str = ""
    lasting: bool = False
    hopeless: bool = False
    tokens: int = 0


class Inquiry(Generic[Value]):
    """Asks a model many questions.

    Args:
        chat: the conversation.
        remembered: what was answered before.
        limits: of this build.
        keys: what an answer has, as a JSON object.
        read: makes a value of it; raises ValueError where it is none.
        pause: waits so many seconds.
        clock: seconds from some moment on.
    """

    def __init__(
        self,
        chat: Chat,
        remembered: Remembered,
        limits: Limits,
        keys: tuple[str, ...],
        read: Callable[[dict[str, Any]], Value],
        *,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._chat = chat
        self._remembered = remembered
        self._limits = limits
        self._keys = keys
        self._value = read
        self._pause = pause
        self._clock = clock
        self._end = clock() + limits.minutes * 60
        self._lock = threading.Lock()
        self._next = 0.0
        self._at_once = limits.in_flight
        self._over = False
        self.report = Asked()

    def ask_all(self, questions: Iterable[tuple[Asker, Question]]) -> Iterator[tuple[Asker, Value]]:
        """Ask, and yield what is answered, as it comes.

        Args:
            questions: who asks, and what; they are taken as they are needed.

        Raises:
            OSError: an answer cannot be kept.
        """
        waiting: queue.SimpleQueue[tuple[Asker, Question, Path] | None] = queue.SimpleQueue()
        done: queue.SimpleQueue[_Done] = queue.SimpleQueue()
        threads: list[threading.Thread] = []
        in_flight = in_a_row = answered = 0
        asked_now: set[Path] = set()
        twice: list[tuple[Asker, Path]] = []
        try:
            for asker, question in questions:
                place = self._remembered.place(question)
                if place in asked_now:
                    twice.append((asker, place))
                    continue
                kept = self._remembered.recall(place)
                if kept is not None:
                    yield from self._recalled(asker, kept)
                    continue
                if self.report.stopped or self._spent():
                    self.report.left += 1
                    continue
                asked_now.add(place)
                waiting.put((asker, question, place))
                in_flight += 1
                if len(threads) < in_flight:
                    threads.append(self._worker(waiting, done))
                while in_flight >= (self._at_once if answered else 1):
                    one = done.get()
                    in_flight -= 1
                    answered += one.answer is not None
                    in_a_row = self._in_a_row(one, in_a_row, answered)
                    yield from self._finished(one)
            while in_flight:
                one = done.get()
                in_flight -= 1
                yield from self._finished(one)
            for asker, place in twice:
                kept = self._remembered.recall(place)
                if kept is None:
                    self.report.left += 1
                else:
                    yield from self._recalled(asker, kept)
        finally:
            self._over = True
            for _ in threads:
                waiting.put(None)

    def _worker(self, waiting: queue.SimpleQueue[Any], done: queue.SimpleQueue[_Done]) -> threading.Thread:
        """A thread that asks; it keeps no process from ending."""

        def work() -> None:
            while (task := waiting.get()) is not None:
                done.put(self._ask(*task))

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread

    def _ask(self, asker: Any, question: Question, place: Path) -> _Done:
        def attempt() -> tuple[dict[str, Any], int]:
            self._take_turn()
            try:
                reply = self._chat.ask(question)
            except TryAgainError as error:
                self._slow_down(error.after)
                raise
            try:
                return object_in(reply.text, self._keys), reply.tokens
            except ValueError as error:
                said = "the answer was cut off at its limit" if reply.cut else str(error)
                raise UnansweredError(said, reply.tokens) from error

        try:
            answer, tokens = persist(attempt, self._chat.url, self._limits.patience, self._wait)
        except _LimitError:
            return _Done(asker, place)
        except HopelessError as error:
            return _Done(asker, place, reason=str(error), hopeless=True)
        except UnansweredError as error:
            return _Done(asker, place, reason=error.reason, lasting=True, tokens=error.tokens)
        except SourceError as error:  # each is tried as often
            return _Done(asker, place, reason=error.reason.partition("; gave up")[0])
        except Exception as error:
            return _Done(asker, place, reason=type(error).__name__)
        try:
            self._value(answer)
        except ValueError as error:
            return _Done(asker, place, reason=str(error), lasting=True, tokens=tokens)
        return _Done(asker, place, answer, tokens=tokens)

    def _finished(self, one: _Done) -> Iterator[tuple[Any, Value]]:
        self.report.tokens += one.tokens
        if one.answer is not None:
            self._remembered.keep(one.place, Kept(one.answer, tokens=one.tokens))
            self.report.read += 1
            with self._lock:
                self._at_once = min(self._limits.in_flight, self._at_once + 1)
            yield one.asker, self._value(one.answer)
        elif one.reason:
            if one.lasting:
                self._remembered.keep(one.place, Kept(failed=one.reason, tokens=one.tokens))
            if one.hopeless:
                self.report.stopped = self.report.stopped or one.reason
            self.report.fail(one.reason)
        else:
            self.report.left += 1

    def _recalled(self, asker: Asker, kept: Kept) -> Iterator[tuple[Asker, Value]]:
        if kept.answer is None:
            self.report.remembered += 1
            self.report.fail(kept.failed)
            return
        try:
            value = self._value(kept.answer)
        except ValueError as error:
            self.report.remembered += 1
            self.report.fail(str(error))
            return
        self.report.known += 1
        yield asker, value

    def _in_a_row(self, one: _Done, in_a_row: int, answered: int) -> int:
        """How many questions in a row had no answer by now; too many stop everything."""
        if one.answer is not None or not one.reason:
            return 0
        in_a_row += 1
        most = _MOST_IN_A_ROW if answered else _TRIES if one.lasting else 1
        if in_a_row >= most and not self.report.stopped:
            self.report.stopped = one.reason if most == 1 else f"{in_a_row} in a row had no answer; {one.reason}"
        return in_a_row

    def _spent(self) -> bool:
        used = self.report.requests >= self._limits.requests or self.report.tokens >= self._limits.tokens
        return used or self._clock() >= self._end

    def _take_turn(self) -> None:
        """Wait until a request may go out.

        Raises:
            _LimitError: none may any more.
        """
        with self._lock:
            turn = max(self._next, self._clock())
            self._next = turn + self._limits.between
        self._wait(turn - self._clock())
        with self._lock:
            if self._over or self.report.stopped or self._spent():
                raise _LimitError
            self.report.requests += 1

    def _slow_down(self, after: float) -> None:
        """Have everybody wait where the endpoint asks for it, and fewer ask at one time."""
        with self._lock:
            self._at_once = max(1, self._at_once // 2)
            wait = min(after, self._limits.patience.longest_pause)
            self._next = max(self._next, self._clock() + wait)

    def _wait(self, seconds: float) -> None:
        seconds = min(seconds, max(0.0, self._end - self._clock()))
        if seconds > 0 and not self._over:
            with suppress(OverflowError):
                self._pause(seconds)
