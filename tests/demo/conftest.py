"""The cities that the tests look at."""

import pytest

from tests.demo.city import SEEDS, city


@pytest.fixture(params=SEEDS, scope="session")
def town(request):
    return city(request.param)
