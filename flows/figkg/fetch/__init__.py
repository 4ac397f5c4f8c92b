"""Sources on the network, brought to this machine: archives, Git repositories, the BioThings API.

A source is brought whole or not at all: what it no longer has may then be withdrawn from the graph.
"""

from figkg.fetch.sources import Fetched, fetch_source, is_remote

__all__ = ["Fetched", "fetch_source", "is_remote"]
