"""Changing keys while everybody reads on, killed anywhere, on either database."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from jiangxin.files import holdings, keyring, keys, rotation
from jiangxin.files.errors import RotationRunning
from jiangxin.files.models import KeyCheck
from jiangxin.kernel.actor import Actor
from jiangxin.people.models import Person
from jiangxin.people.queries import find_persons
from tests.people.builders import CLERK, id_number, person

ROOT = Path(__file__).parents[2]
ROWS = 1_200
NUMBER = id_number(7)


@pytest.fixture
def apart(tmp_path):
    """The environment of a process with its own data folder and database."""
    env = os.environ | {"JIANGXIN_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    if connection.vendor == "sqlite":
        yield env
        return
    address = os.environ["JIANGXIN_DATABASE"]
    name = f"rotation_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield env | {"JIANGXIN_DATABASE": address.replace("/postgres?", f"/{name}?")}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_ring(db, settings, tmp_path):
    """A ring of its own, and a database that knows none yet."""
    KeyCheck.objects.all().delete()
    settings.KEYS = str(tmp_path)
    keyring.prepare()
    yield
    keyring.forget()


def start(env, *words):
    command = [sys.executable, "-m", "tests.people.rotator", *words]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said(env, *words):
    return start(env, *words).communicate(timeout=240)[0].splitlines()


def test_rotation_killed_anywhere_reads_on_and_ends_whole(apart):
    said(apart, "make", str(ROWS))
    (first, second) = said(apart, "check")
    codes = second.split("|")[0]
    stood = []
    for lines in (1, 2, 4):  # SIGKILL before the first batch, within the ID numbers, within the phones
        process = start(apart, "rotate")
        for _line in range(lines):
            process.stdout.readline()
        process.kill()
        process.communicate()
        stood.append(said(apart, "check"))

    said(apart, "rotate")
    whole = said(apart, "check")

    assert first == f"{ROWS}|[]|[1]|1|[1]|[1]|[]"
    assert [(one.split("|")[:2], two.split("|")[0]) for one, two in stood] == [([str(ROWS), "[]"], codes)] * 3
    assert stood[-1][0].split("|")[2:] == ["[1, 2]", "2", "[1, 2]", "[1, 2]", "[]"]
    assert whole[0] == f"{ROWS}|[]|[2]|2|[2]|[2]|[1]"
    assert whole[1] == f"{codes}|[('files.add_key', 2), ('files.retire_key', 1)]|True"


def test_number_is_found_before_during_and_after(own_ring):
    old = person("沈知墨", id_number=NUMBER, phone="13800000007")
    keyring.add_key()
    new = person("陆海生", id_number=id_number(8), phone="13800000008")

    during = [find_persons(text, CLERK)[0].id for text in (NUMBER, "13800000007", "0007", "13800000008")]
    rotation.rotate(actor=Actor.machine("test"), tell=lambda done, total, what: None, settle=0)
    after = [find_persons(text, CLERK)[0].id for text in (NUMBER, "13800000007", "0007", "13800000008")]

    assert during == after == [old, old, old, new]
    assert rotation.uses() == {
        "people_person.id_number": {2: 2},
        "people_person.phone": {2: 2},
        "mfa_authenticator.data": {},
    }
    assert (keyring.ring().older, keyring.ring().retired) == ([], (1,))


def test_person_entered_under_the_old_key_is_known_under_the_new(own_ring):
    known = person("沈知墨", id_number=NUMBER)
    keyring.add_key()

    again = Person.objects.filter(id_hash=keys.blind_index("people.person.id_number", NUMBER)).values_list(
        "pk", flat=True
    )

    assert list(again) == [known]


def test_retired_key_lies_apart_for_old_backups_and_opens_nothing_here(own_ring, tmp_path):
    data = keys.encrypt("files_note.phone", "13800000007")

    rotation.rotate(actor=Actor.machine("test"), tell=lambda done, total, what: None, settle=0)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["retired-1.json", "ring.json", "rotate.lock"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    with pytest.raises(Exception, match="ring"):
        keys.decrypt("files_note.phone", data)


def test_row_that_was_written_late_under_the_old_key_is_turned_before_that_retires(own_ring, monkeypatch):
    old = keyring.ring()
    late = []

    def tell(done, total, what):
        if what == "mfa_authenticator.data" and not late:  # everything was passed; now somebody ends late
            monkeypatch.setattr(keyring, "ring", lambda: old)
            late.append(person("沈知墨", id_number=NUMBER))
            monkeypatch.undo()

    rotation.rotate(actor=Actor.machine("test"), tell=tell, settle=0)

    assert Person.objects.get(pk=late[0]).id_number.reveal() == NUMBER
    assert find_persons(NUMBER, CLERK)[0].id == late[0]
    assert rotation.uses()["people_person.id_number"] == {2: 1}


def test_two_rotations_at_once_are_refused(own_ring):
    refused = []

    def tell(done, total, what):
        with pytest.raises(RotationRunning):
            rotation.rotate(actor=Actor.machine("other"), tell=lambda *said: None, settle=0)
        refused.append(keyring.ring().current)

    rotation.rotate(actor=Actor.machine("test"), tell=tell, settle=0)

    assert set(refused) == {2}
    assert keyring.ring().current == 2


def test_every_encrypted_column_is_turned():
    assert [one.name for one in holdings.holdings()] == [
        "people_person.id_number",
        "people_person.phone",
        "mfa_authenticator.data",
    ]
