"""Measurements: each module has ``run() -> dict`` for ``./jx bench NAME``."""
