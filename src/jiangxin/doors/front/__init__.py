"""The public front: poster, honour wall, notices."""
