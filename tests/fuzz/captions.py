"""Captions, changed where they lead the reader somewhere new, until one breaks it or makes it say what is not there.

    python -m tests.fuzz.captions -max_total_time=600

Options are those of libFuzzer. Names are looked for as in a build; every statement must have its words in the caption.
"""

from __future__ import annotations

import sys
from pathlib import Path

WORDS = (
    "BCL2 NFKB1 IL-6 TNF-α p53 DKK1/2 caspase-3 calcium apoptosis activates inhibits inhibited by is not may which "
    "that and or , . ; : ( ) / - → ⊣ induced mediated -dependent loss of knockout expression degradation via in of to "
    "the required for leads leading thereby its it no effect on (A) [1] Fig. 2 e.g. TNF (tumor necrosis factor) "
).split(" ")

FOUND = Path(".fuzz") / "captions"


def main() -> None:
    """Run."""
    import atheris

    with atheris.instrument_imports(include=["figkg.relate", "figkg.ground.mentions", "figkg.ground.abbreviations"]):
        from figkg.build.tools import find_toolbox
        from figkg.ground.mentions import find_mentions

    tools = find_toolbox().open()
    dictionary, relator = tools.grounder.dictionary, tools.relator

    def read(content: bytes) -> None:
        provider = atheris.FuzzedDataProvider(content)
        parts: list[str] = []
        while provider.remaining_bytes() and len(parts) < 60:
            number = provider.ConsumeIntInRange(0, len(WORDS) * 5 // 4)
            parts.append(WORDS[number] if number < len(WORDS) else provider.ConsumeUnicodeNoSurrogates(4))
        caption = " ".join(parts)
        mentions, _ = find_mentions(caption, {}, {}, frozenset(), dictionary)
        place = 0
        for mention in mentions:
            assert place <= mention.start < mention.end
            assert caption[mention.start : mention.end] == mention.text
            place = mention.end
        named = {(mention.start, mention.end): mention.entity for mention in mentions}
        for one in relator.relate(caption, mentions):
            evidence = one.evidence
            assert caption[evidence.start : evidence.end] == evidence.sentence
            assert named[evidence.subject_at.start, evidence.subject_at.end] == one.subject
            assert named[evidence.object_at.start, evidence.object_at.end] == one.object
            assert one.subject != one.object

    FOUND.mkdir(parents=True, exist_ok=True)
    atheris.Setup([*sys.argv, "-max_len=300", "-timeout=20", "-artifact_prefix=.fuzz/", str(FOUND)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
