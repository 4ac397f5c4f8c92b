"""Errors that a user may see: each carries the place, the reason and, where there is one, the remedy."""

from __future__ import annotations

from figkg.base.addresses import public


class FigkgError(Exception):
    """Base of all expected failures; the command line prints its text in one line and exits with 1."""

    transient = False
    """Whether trying again later can help (a network fault) or not (a fault in the data)."""


class RecordError(FigkgError):
    """A figure record that cannot be used; it goes to quarantine and the run goes on.

    Attributes:
        file: path or archive member the record was read from.
        field: name of the offending field, or ``(file)``, ``(front matter)`` for the whole.
        reason: what is wrong, in words.
    """

    def __init__(self, file: str, field: str, reason: str) -> None:
        super().__init__(file, field, reason)
        self.file = file
        self.field = field
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.reason}"


class SourceError(FigkgError):
    """A source of records or of reference tables that cannot be read at all; it ends the run.

    Attributes:
        source: what the user named; an address without what is secret in it.
        reason: what is wrong, in words.
        transient: whether trying again later can help.
    """

    def __init__(self, source: str, reason: str, *, transient: bool = False) -> None:
        super().__init__(public(source), public(reason))
        self.source, self.reason = self.args
        self.transient = transient

    def __str__(self) -> str:
        return f"cannot read {self.source}: {self.reason}"


class MappingError(FigkgError):
    """A mapping table or configuration file that is missing or wrong; it ends the run.

    Attributes:
        table: file name inside the mappings folder.
        row: line number, from 1, or None for the whole file.
        reason: what is wrong, in words.
    """

    def __init__(self, table: str, row: int | None, reason: str) -> None:
        super().__init__(table, row, reason)
        self.table = table
        self.row = row
        self.reason = reason

    def __str__(self) -> str:
        place = self.table if self.row is None else f"{self.table}, line {self.row}"
        return f"mapping {place}: {self.reason}"


class OutputError(FigkgError):
    """The output folder cannot be written or holds no graph yet.

    Attributes:
        path: the folder or file.
        reason: what is wrong, in words.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class BalanceError(FigkgError):
    """The numbers of a run do not add up: records read that ended nowhere.

    Attributes:
        read: records read.
        accounted: the counts of where records ended, by name.
    """

    def __init__(self, read: int, accounted: dict[str, int]) -> None:
        super().__init__(read, accounted)
        self.read = read
        self.accounted = accounted

    def __str__(self) -> str:
        parts = " + ".join(f"{count} {name}" for name, count in self.accounted.items())
        return f"the run does not balance: {self.read} records read, but {parts}; please report this as a bug"


class LossError(FigkgError):
    """A build that would take a large part of the graph away, which is more often a fault than meant.

    Attributes:
        lost: figures that the sources no longer have, or whose records are refused now.
        before: figures in the graph.
        example: one of those that are lost.
        refusal: the first record that is refused, with its reason, or empty.
    """

    def __init__(self, lost: int, before: int, example: str, refusal: str) -> None:
        super().__init__(lost, before, example, refusal)
        self.lost = lost
        self.before = before
        self.example = example
        self.refusal = refusal

    def __str__(self) -> str:
        said = f"; the first record refused: {self.refusal}" if self.refusal else ""
        return (
            f"{self.lost:,} of the {self.before:,} figures of the graph would be withdrawn, {self.example} among them"
            f"{said}; the previous graph is untouched. Are the sources whole? --allow-loss withdraws them"
        )


class ShapeError(FigkgError):
    """A graph that is not what the shapes in ontologies/ demand.

    Attributes:
        faults: the first faults in words, each with shape, node and graph.
        count: how many there are.
    """

    def __init__(self, faults: list[str], count: int) -> None:
        super().__init__(faults, count)
        self.faults = faults
        self.count = count

    def __str__(self) -> str:
        faults = "1 fault" if self.count == 1 else f"{self.count:,} faults"
        return f"{faults} in the graph, for example {'; '.join(self.faults)}; the previous graph is untouched"


class StoreError(FigkgError):
    """A triple store that cannot be reached, refuses, or holds something else than was loaded.

    Attributes:
        url: its address.
        reason: what is wrong, in words, with the server's own message.
        transient: whether trying again later can help.
    """

    def __init__(self, url: str, reason: str, *, transient: bool = False) -> None:
        super().__init__(public(url), public(reason))
        self.url, self.reason = self.args
        self.transient = transient

    def __str__(self) -> str:
        return f"store {self.url}: {self.reason}"


class ServiceError(FigkgError):
    """A Dask cluster or Prefect server that a run needs and cannot use.

    Attributes:
        address: its address.
        reason: what is wrong, in words.
    """

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(public(address), public(reason))
        self.address, self.reason = self.args

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"


class QueryError(FigkgError):
    """A SPARQL query that cannot be run.

    Attributes:
        query: the query's file name, or its first words.
        reason: the engine's own message.
    """

    def __init__(self, query: str, reason: str) -> None:
        super().__init__(query, reason)
        self.query = query
        self.reason = reason

    def __str__(self) -> str:
        return f"query {self.query}: {self.reason}"


class LineError(FigkgError):
    """A line of a JSON lines file that is not what it should be.

    Attributes:
        file: the file.
        line: its number, from 1.
        reason: what is wrong, in words, with the field.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class GoldError(FigkgError):
    """An annotated file that cannot be evaluated as asked.

    Attributes:
        file: the file.
        reason: what is wrong, in words.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot evaluate {self.file}: {self.reason}"


def reason_of(error: OSError) -> str:
    """What went wrong, in the words of the operating system: ``No space left on device``."""
    return error.strerror or str(error)
