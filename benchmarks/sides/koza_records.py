"""Koza's side: a transform of the records, JSON lines or YAML, to KGX.

python koza_records.py FOLDER jsonl
python koza_records.py FOLDER yaml
"""

from __future__ import annotations

import sys
from pathlib import Path

import biolink_model.datamodel.pydanticmodel_v2  # noqa: F401  (what the transform imports is not timed)
from compare import HERE, Clock, tell
from koza.model.formats import OutputFormat
from koza.runner import KozaRunner
from loguru import logger

CONFIGURATION = """
name: figures
reader:
  format: {form}
  files:
    - {folder}/records.{form}
transform:
  code: {code}
"""


def main() -> None:
    """Run and tell."""
    logger.remove()
    folder = Path(sys.argv[1]).resolve()
    configuration = folder / "figures.yaml"
    configuration.write_text(
        CONFIGURATION.format(form=sys.argv[2], folder=folder, code=HERE / "sides" / "koza_transform.py"),
        encoding="utf-8",
    )
    with Clock() as clock:
        _, runner = KozaRunner.from_config_file(
            str(configuration), output_dir=str(folder / "kgx"), output_format=OutputFormat.jsonl
        )
        runner.run()
    nodes = (folder / "kgx" / "figures_nodes.jsonl").read_text(encoding="utf-8")
    edges = (folder / "kgx" / "figures_edges.jsonl").read_text(encoding="utf-8")
    tell(
        clock,
        figures=nodes.count('"id":"figure:'),
        captions=nodes.count('"description":"'),
        pairs=edges.count('"biolink:mentions"'),
        triples=nodes.count("\n") + edges.count("\n"),
    )


if __name__ == "__main__":
    main()
