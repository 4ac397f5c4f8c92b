"""The official tables as their makers publish them, read into rows of our snapshots."""
