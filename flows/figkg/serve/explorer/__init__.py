"""The explorer: pages on which people search the graph, see its networks, and read the sentences behind an edge.

Pages are written on the server, so that each is complete without scripts, has a lasting address, and works with
keyboard and screen reader; scripts add suggestions, the network and the query editor.
"""
