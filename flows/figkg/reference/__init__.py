"""The tables of names and numbers, from their official sources to what look-ups read."""
