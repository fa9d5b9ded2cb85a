"""Who did what, when, to which object, from which session: lines that are chained, sealed and never changed."""
