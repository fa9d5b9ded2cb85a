"""Fixtures of the people room."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_minute():
    """Forget how often this address has asked for the sign-in page."""
    cache.clear()
