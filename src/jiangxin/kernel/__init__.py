"""Plain Python that every room may use: clock, refusals, actors, words."""
