"""Facts about persons, units and works: written once, superseded by later entries, counted and sealed."""
