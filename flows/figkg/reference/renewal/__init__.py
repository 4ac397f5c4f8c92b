"""Renewing the snapshots: official files fetched, new tables drafted, compared with the old, and put in their place."""
