"""The synthetic city: made in columns, written through the services of the rooms below."""
