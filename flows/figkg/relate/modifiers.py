"""Labels in drawings that say what is done to a thing: *siRNA X*, *X inhibitor*, *anti-X*, *X-/-*, *X mutant*.

The words are those of the caption reader: what stands around a name is in mappings/affixes.yaml, what turns a sign in
mappings/relations.yaml, and which sign they have together the rules say, of a sentence with the label as its subject.
"""

from __future__ import annotations

import re
from pathlib import Path

from figkg.base.memo import Memo
from figkg.ground.bare import Affixes, load_affixes
from figkg.ground.figure import Mention
from figkg.ground.nodes import Modified
from figkg.relate.lexicon import Lexicon, load_lexicon
from figkg.relate.rules import RuleReader
from figkg.relate.token_classes import ACT, AGENT, GERUND

_REMEMBERED = 20_000
_PREFIX = re.compile(r"(?:anti)[-\u2010\u2011 ]", re.IGNORECASE)
_FIRST = re.compile(r"\S+(?=\s+\S)|\S+?[-\u2010\u2011](?=\w)")
_LAST = re.compile(r"(?<=\w)(?:\s+\S+|[-\u2010\u2011][^\s-]+|\s*\(?(?:-/-|\+/-|\u2212/\u2212|\u2013/\u2013)\)?)\Z")
_GENOTYPE = re.compile(r"[-\u2212\u2013+]/[-\u2212\u2013]")
_GENOTYPE_BEHIND = re.compile(r"^\s*([-\u2212\u2013]/[-\u2212\u2013])\s*\Z")
_EDGES = " -\u2010\u2011\u2013()"
_LINKS = frozenset({"of", "the", "for", "to", "against"})
_OTHER = "IFNB1"
_SENTENCE = " activates "
_MUTATION = re.compile(r"(?<=\w)[\s-]+[ACDEFGHIKLMNPQRSTVWY]\d{1,4}[ACDEFGHIKLMNPQRSTVWYX*]\b|\u0394\w*\Z")


class LabelModifiers:
    """Reads labels; one per process, since it remembers them. Call it with a label."""

    def __init__(self, rules: RuleReader, lexicon: Lexicon, affixes: Affixes) -> None:
        """Take what reads captions.

        Args:
            rules: the rules.
            lexicon: which words turn a sign.
            affixes: what is written around names.
        """
        self._rules = rules
        self._lexicon = lexicon
        self._affixes = affixes
        self._read = Memo(self._modified, most=_REMEMBERED)

    def __call__(self, label: str) -> Modified | None:
        """The name in a label and the sign of what is done to it, or None where the label is a name alone."""
        return self._read[label]

    def _modified(self, label: str) -> Modified | None:
        start, end = 0, len(label)
        said: list[str] = []
        while True:
            first = _PREFIX.match(label, start, end) or _FIRST.match(label, start, end)
            if first is not None and self._modifies(first[0]):
                said.append(first[0].strip(_EDGES).casefold())
                start = first.end() + len(label[first.end() : end]) - len(label[first.end() : end].lstrip(_EDGES))
                continue
            last = _LAST.search(label[start:end])
            if last is not None and last.start() > 0 and self._modifies(last[0]):
                said.append(last[0].strip(_EDGES).casefold())
                end = start + len(label[start : start + last.start()].rstrip(" -\u2010\u2011\u2013("))
                continue
            break
        name = label[start:end]
        if not name.strip(_EDGES):
            return None
        if _MUTATION.search(name):  # whether a mutant acts or blocks, its name does not tell
            return Modified(label, 0)
        if name == label.strip():
            return None
        turn = self._turn(label, start, end)
        if turn > 0 and not self._lexicon.gains.issuperset(one for one in said if one not in _LINKS):
            return Modified(name, 0)  # of a mutant nobody knows
        return Modified(name, turn)

    def _modifies(self, said: str) -> bool:
        """Whether a piece of a label says what is done, rather than to what."""
        if _PREFIX.fullmatch(said) or _GENOTYPE.search(said):
            return True
        word = said.strip(_EDGES).casefold()
        plain = word.replace("-", "")
        if (
            word in self._affixes.alone
            or word in _LINKS
            or plain in self._lexicon.losses | self._lexicon.loss_adjectives
        ):
            return True
        known = self._lexicon.triggers.get(plain)
        return (
            known is not None and known.cls in (ACT, AGENT, GERUND) and known.verb is not None and known.verb.sign < 0
        )

    def _turn(self, label: str, start: int, end: int) -> int:
        """The sign of what a label says, as the rules read it in a sentence, or 0 where they read none."""
        name = label[start:end]
        label = label[:end] + _GENOTYPE_BEHIND.sub(r" (\1)", label[end:])
        text = f"{label}{_SENTENCE}{_OTHER}."
        behind = len(label) + len(_SENTENCE)
        mentions = [
            Mention(start, end, "name.gene:subject", "gene", name),
            Mention(behind, behind + len(_OTHER), "name.gene:object", "gene", _OTHER),
        ]
        signs = {
            one.sign
            for one in self._rules.read(text, mentions)
            if (one.subject, one.object) == (0, 1) and not one.negated and not one.inferred
        }
        return signs.pop() if len(signs) == 1 else 0


def load_modifiers(mappings: Path, rules: RuleReader) -> LabelModifiers:
    """What reads labels, by the lexicon of a mappings folder.

    Raises:
        MappingError: one of its files is missing or wrong.
    """
    return LabelModifiers(rules, load_lexicon(mappings), load_affixes(mappings))
