"""Pages, addresses and commands: lists of what the rooms offer, with no query and no service of their own."""
