"""The closed vocabulary as data: reading, checking, hints and the reference all come from these tables."""
