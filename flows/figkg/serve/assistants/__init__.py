"""The graph for language models: tools of the Model Context Protocol, so that they ask instead of guessing."""
