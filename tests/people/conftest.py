"""Fixtures of the people room."""

import pytest

from jiangxin.ui.quick import quick as cache


@pytest.fixture(autouse=True)
def _fresh_minute():
    """Forget how often this address has asked for the sign-in page."""
    cache.clear()
