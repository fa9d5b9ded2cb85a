"""Every address as everybody: who comes in, who is refused and how, and nobody reads of a person beyond his sight."""

from contextlib import contextmanager
from copy import deepcopy
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from jiangxin.kernel import clock
from jiangxin.ui.quick import quick as cache
from tests.doors import world
from tests.doors.routes import NO_FORM, NOT_HIS, NOT_THERE, SAMPLES, SIGN_IN, expected, routes
from tests.people.builders import TODAY

pytestmark = pytest.mark.django_db
WHO = ["public", *world.ROLES]
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def there(django_db_setup, django_db_blocker):
    """Build the world once for all walks; nothing of it is kept."""
    clock.fix(TODAY)
    cache.clear()
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)
    clock.fix(None)


@contextmanager
def undone():
    """Take back whatever a request wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def calls(who):
    """Return what this log-in asks for: everything, or one sample of each sort where another stands for him."""
    every = [(name, sample) for name, samples in SAMPLES.items() for sample in samples]
    if who not in world.ALIKE:
        return every
    return list({sample.audience: (name, sample) for name, sample in every}.values())


def address(there, name, sample):
    args = {key: there.ids.get(value, value) for key, value in sample.args.items()}
    query = sample.query.format_map(there.ids)
    return reverse(name, kwargs=args) + quote(query, safe="?=&%")


def ask(there, who, path, form=None):
    client = there.clients[who]
    kept = deepcopy(client.cookies)  # signing out is taken back, too
    with undone():
        answer = client.get(path) if form is None else client.post(path, form)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    client.cookies = kept
    return answer, body


def test_every_route_has_a_sample():
    assert sorted(set(routes()) ^ set(SAMPLES)) == []


@pytest.mark.parametrize("who", WHO)
def test_everybody_comes_in_where_he_belongs_and_reads_of_nobody_beyond_his_sight(there, who):
    wrong, told = [], []
    for name, sample in calls(who):
        path = address(there, name, sample)
        outside = [one for one in there.outside(who) if quote(one) not in path]
        for form in (None, *(sample.posts or ({},))):
            right = rightly(sample, who, form)
            answer, body = ask(there, who, path, form)
            if answer.status_code not in right:
                wrong.append((path, form, answer.status_code, sorted(right)))
            typed = "".join((form or {}).values())
            told += [(path, form, one) for one in outside if one not in typed and one.encode() in body]

    assert (wrong, told) == ([], [])


def rightly(sample, who, form):
    """Return what this log-in may be answered: refused in the one right way, or let in."""
    if form is None:  # what only takes a form says so first
        return (expected(sample.audience, who) or sample.get) | (sample.get & NO_FORM)
    if not sample.posts:
        return NO_FORM | SIGN_IN | NOT_HIS | NOT_THERE
    return expected(sample.posters or sample.audience, who) or sample.done
