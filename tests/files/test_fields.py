import pytest
from django.core.exceptions import FieldError
from django.db import connection, models

from jiangxin.files import errors, keys
from jiangxin.files.fields import EncryptedTextField, Secret


class Note(models.Model):  # noqa: DJ008 -- printed nowhere
    phone = EncryptedTextField(null=True)
    number = EncryptedTextField(null=True, mask=(2, 2))

    class Meta:
        app_label = "files"
        managed = False


@pytest.fixture
def note(db):
    kind = "blob" if connection.vendor == "sqlite" else "bytea"
    key = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "serial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE files_note (id {key}, phone {kind}, number {kind})")
        yield Note.objects.create(phone="13812345678", number="330203199001011234")
        cursor.execute("DROP TABLE files_note")


def stored(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM files_note")
        return bytes(cursor.fetchone()[0])


def test_field_stores_no_clear_text(note):
    assert b"138" not in stored("phone")
    assert keys.decrypt("files_note.phone", stored("phone")) == "13812345678"


def test_field_reads_a_secret_that_shows_only_its_ends(note):
    read = Note.objects.get()

    assert [str(one) for one in (read.phone, read.number, note.phone)] == [
        "138****5678",
        "33**************34",
        "138****5678",
    ]
    assert [repr(read.phone), f"{read.phone}"] == ["<files_note.phone>", "138****5678"]
    assert (read.phone.reveal(), read.phone == "13812345678", read.phone == note.phone) == ("13812345678", True, True)


def test_short_text_is_starred_whole(db):
    assert str(Secret("files_note.phone", (3, 4), text="1234567")) == "*******"


def test_field_saved_again_keeps_its_bytes(note):
    before = stored("phone")

    read = Note.objects.get()
    read.number = None
    read.save()

    assert (stored("phone"), Note.objects.get().number) == (before, None)


def test_text_moved_to_another_column_does_not_open(note):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE files_note SET number = phone")

    with pytest.raises(errors.SecretDamaged):
        Note.objects.get().number.reveal()


def test_field_refuses_to_be_searched(note):
    with pytest.raises(FieldError, match="blind index"):
        Note.objects.filter(phone="13812345678").exists()

    assert Note.objects.filter(phone__isnull=False).count() == 1
