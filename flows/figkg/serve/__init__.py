"""The graph on the web: a SPARQL endpoint and pages to explore it, over :mod:`figkg.graph`."""
