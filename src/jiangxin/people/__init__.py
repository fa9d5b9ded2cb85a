"""Persons, units, spells, users and duties: who is where, since when, and who may see it."""
