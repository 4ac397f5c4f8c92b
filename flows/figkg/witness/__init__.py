"""A witness for drawn edges: whether a line runs from label to label in an image, and which end has a head or a bar."""
