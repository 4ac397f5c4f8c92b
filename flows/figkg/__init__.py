"""figkg: pathway figures into a causal knowledge graph.

The package is laid out as the data flows: :mod:`figkg.extract` reads figure records,
:mod:`figkg.ground` identifies what they name, :mod:`figkg.relate` reads signed statements
from captions, :mod:`figkg.emit` writes RDF, :mod:`figkg.load` fills stores and
:mod:`figkg.serve` answers queries. :mod:`figkg.flows.build` runs them as one Prefect flow.
"""

__version__ = "0.1.0"
