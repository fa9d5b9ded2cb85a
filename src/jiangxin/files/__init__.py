"""Stored content by its digest, and the key ring with the fields encrypted under it."""
