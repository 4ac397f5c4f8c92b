"""The flows, and all that imports Prefect: build, refresh, publish, and their schedule."""
