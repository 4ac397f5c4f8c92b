"""figkg: pathway figures into a causal knowledge graph.

The package is laid out as the data flows: :mod:`flows.extract` reads figure records,
:mod:`flows.ground` identifies what they name, :mod:`flows.relate` reads signed statements
from captions, :mod:`flows.emit` writes RDF, :mod:`flows.load` fills stores and
:mod:`flows.serve` answers queries. :mod:`flows.build` runs them as one Prefect flow.
"""

__version__ = "0.1.0"
