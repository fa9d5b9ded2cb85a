"""The synthetic city as columns: numpy and Arrow only, no Django, the same for the same seed."""
