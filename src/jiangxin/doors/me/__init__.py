"""我的一件事: the worker's own pages. Nothing is asked of the database here that a lower room does not ask."""
