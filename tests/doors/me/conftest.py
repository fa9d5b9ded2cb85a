"""A shop on its day: the clock stands at 2024-09-12 for the pages and for what is recorded."""

import pytest

from jiangxin.kernel import clock
from jiangxin.people.queries import user_named
from tests.doors.me import builders


@pytest.fixture
def today():
    clock.fix(builders.TODAY)
    yield builders.TODAY
    clock.fix(None)


@pytest.fixture
def shop(db, today):
    return builders.shop()


@pytest.fixture
def sign_in(client):
    """Return a function that signs a user in and returns the client."""

    def signed_in(username):
        client.force_login(user_named(username), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
