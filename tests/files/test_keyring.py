import json
import stat

import pytest

from jiangxin.files import errors, keyring, keys
from jiangxin.files.models import KeyCheck

COLUMN = "files_note.phone"


@pytest.fixture(autouse=True)
def _own_ring(db, settings, tmp_path):
    """A ring of its own for each test, and a database that knows none yet."""
    KeyCheck.objects.all().delete()
    settings.KEYS = str(tmp_path)
    keyring.prepare()
    yield
    keyring.forget()


def test_ring_is_made_for_its_owner_alone(tmp_path):
    assert stat.S_IMODE((tmp_path / "ring.json").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["ring.json"]
    assert sorted(KeyCheck.objects.values_list("key_id", flat=True)) == [0, 1]


def test_encrypted_text_opens_in_its_column_only():
    data = keys.encrypt(COLUMN, "13800000000")

    assert keys.decrypt(COLUMN, data) == "13800000000"
    assert len(data) == 1 + 12 + 11 + 16
    with pytest.raises(errors.SecretDamaged):
        keys.decrypt("files_note.other", data)
    with pytest.raises(errors.SecretDamaged):
        keys.decrypt(COLUMN, data[:-1] + bytes([data[-1] ^ 1]))


def test_encrypting_twice_gives_different_bytes():
    assert keys.encrypt(COLUMN, "x") != keys.encrypt(COLUMN, "x")


def test_many_are_encrypted_as_one_by_one():
    data = keys.encrypt_many(COLUMN, ["13800000000", None, "", "王伟"])

    assert [keys.decrypt(COLUMN, one) for one in data] == ["13800000000", "", "", "王伟"]


def test_blind_index_is_equal_for_equal_text_of_a_column():
    one, again, other = keys.blind_index_many(COLUMN, ["13800000000", "13800000000", "13800000001"])

    assert (one == again, one == other, len(one)) == (True, False, 64)
    assert keys.blind_index("files_note.other", "13800000000") != one
    assert keys.blind_index(COLUMN, "") == ""


def test_another_ring_is_refused_and_nothing_is_written(settings, tmp_path):
    before = dict(KeyCheck.objects.values_list("key_id", "value"))
    settings.KEYS = str(tmp_path / "other")
    keyring._make(keyring.path())

    with pytest.raises(errors.KeyRingWrong) as caught:
        keys.encrypt(COLUMN, "x")

    assert caught.value.message == (
        f"密钥环 {tmp_path}/other/ring.json 不是这个数据库的那一份（对不上：0、1）；请换回原来的密钥环，不要新建。"
    )
    assert dict(KeyCheck.objects.values_list("key_id", "value")) == before


def test_lost_ring_is_refused_and_not_made_anew(settings, tmp_path):
    settings.KEYS = str(tmp_path / "lost")

    for attempt in (keyring.prepare, keyring.ring):
        with pytest.raises(errors.KeyRingMissing):
            attempt()

    assert not (tmp_path / "lost").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"current": 1, "keys": {}, "index": ""}',
        '{"current": 1, "keys": {"1": "AAAA"}, "index": "AAAA"}',
    ],
)
def test_broken_ring_is_refused(tmp_path, text):
    (tmp_path / "ring.json").write_text(text)
    keyring.forget()

    with pytest.raises(errors.KeyRingBroken):
        keyring.ring()


def test_added_key_encrypts_from_now_on_and_old_text_stays_readable(tmp_path):
    old = keys.encrypt(COLUMN, "before")
    index = keys.blind_index(COLUMN, "before")

    number = keyring.add_key()
    new = keys.encrypt(COLUMN, "after")

    assert (number, old[0], new[0]) == (2, 1, 2)
    assert [keys.decrypt(COLUMN, one) for one in (old, new)] == ["before", "after"]
    assert keys.blind_index(COLUMN, "before").every == [keys.blind_index(COLUMN, "before"), index]
    assert keys.blind_index(COLUMN, "before") != index
    assert stat.S_IMODE((tmp_path / "ring.json").stat().st_mode) == 0o600


def test_text_under_a_key_that_the_ring_lacks_is_refused():
    data = keys.encrypt(COLUMN, "x")

    with pytest.raises(errors.KeyRingWrong):
        keys.decrypt(COLUMN, b"\x09" + data[1:])


def test_ring_may_be_named_as_a_file(settings, tmp_path):
    kept = json.loads((tmp_path / "ring.json").read_text())
    (tmp_path / "mine.json").write_text(json.dumps(kept))
    settings.KEYS = str(tmp_path / "mine.json")

    assert keyring.ring().current == 1
