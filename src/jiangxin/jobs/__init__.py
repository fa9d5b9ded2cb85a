"""Long work in the background: told, cancelled, taken up again; and what happens by the clock."""
