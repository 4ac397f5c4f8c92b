"""RDF into stores: the embedded one of a build, and the output folder that holds it."""

from flows.load.output import OutputFolder
from flows.load.store import StoreLoader, count_figures, fill_store, whole

__all__ = ["OutputFolder", "StoreLoader", "count_figures", "fill_store", "whole"]
