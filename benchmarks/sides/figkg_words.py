"""figkg's side: look words up.

python figkg_words.py WORDS.json ANSWERS.json PASSES
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from compare import Clock, tell

from figkg.base.resources import mappings_folder
from figkg.ground import load_lookup


def main() -> None:
    """Run and tell."""
    words = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with Clock() as loading:
        lookup = load_lookup(mappings_folder())
    best = None
    for _ in range(int(sys.argv[3])):
        with Clock() as clock:
            found = [lookup.find(word).best for word in words]
        best = clock if best is None or clock.cpu < best.cpu else best
    answers = [one.entity.curie if one else "" for one in found]
    Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")
    tell(best, loading=loading.wall)


if __name__ == "__main__":
    main()
