"""A town on its day, its books in force, and a way to sign in."""

import pytest

from jiangxin.kernel import clock
from jiangxin.people.queries import user_named
from jiangxin.ui.quick import quick as cache
from tests.doors.desk import builders
from tests.people.builders import TODAY


@pytest.fixture
def today():
    clock.fix(TODAY)
    cache.clear()
    yield TODAY
    clock.fix(None)


@pytest.fixture
def desk(db, today):
    return builders.desk()


@pytest.fixture
def sign_in(client):
    """Return a function that signs a user in and returns the client."""

    def signed_in(username):
        client.force_login(user_named(username), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
