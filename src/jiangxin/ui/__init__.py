"""The ground floor of pages: templates, elements, charts, the htmx reply and the registry of menu, tiles and tabs."""
