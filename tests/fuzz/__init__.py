"""Inputs made at random: what holds for every record and every text, whoever wrote it."""
