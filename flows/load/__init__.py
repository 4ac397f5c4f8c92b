"""RDF into stores: the embedded one of a build, and the output folder that holds it."""

from flows.load.output import OutputFolder
from flows.load.store import count_figures, fill_store

__all__ = ["OutputFolder", "count_figures", "fill_store"]
