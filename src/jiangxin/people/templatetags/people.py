"""What the pages of signing in hand to their script."""

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """Write what a passkey's ceremony asks for as JSON, for a data attribute: it is escaped there like any text."""
    return json.dumps(value, default=dict)
