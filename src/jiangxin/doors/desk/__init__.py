"""The staff desk: the year against its targets, drill-down to facts, people and units."""
