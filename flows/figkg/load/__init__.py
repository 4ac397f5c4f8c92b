"""RDF into stores: the embedded one of a build, and others over the network."""

from figkg.load.store import StoreLoader, count_figures, whole

__all__ = ["StoreLoader", "count_figures", "whole"]
