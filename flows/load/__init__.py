"""RDF into stores: the embedded one of a build, and the output folder that holds it."""

from flows.load.output import OutputFolder
from flows.load.store import add_to_store, count_figures, fill_store, optimize_store

__all__ = ["OutputFolder", "add_to_store", "count_figures", "fill_store", "optimize_store"]
