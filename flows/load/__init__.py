"""RDF into stores: the embedded one of a build, and the output folder that holds it."""

from flows.load.output import OutputFolder
from flows.load.store import fill_store, write_trig

__all__ = ["OutputFolder", "fill_store", "write_trig"]
