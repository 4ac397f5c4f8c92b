"""The one reader of a built graph: queries, edges, entities, statements, names, numbers."""
