"""``{% load partials %}``: parts of a page by name; loaded through this room, so that no setting is needed."""

from template_partials.templatetags.partials import register  # type: ignore[import-untyped]

__all__ = ["register"]
