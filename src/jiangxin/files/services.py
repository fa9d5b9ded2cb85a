"""Writes of the file store."""

import unicodedata

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiangxin.audit.services import acted
from jiangxin.files import content as store
from jiangxin.files import dangers, scanning
from jiangxin.files.errors import FileDangerous, FileEmpty, FileMissing, FileTooLarge, FileTypeRefused
from jiangxin.files.models import StoredFile
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor

MEGABYTE = 1024 * 1024


@acted(_("存了文件"))
@transaction.atomic
def store_file(*, actor: Actor, content: bytes, name: str, most: int = store.MOST) -> StoredFile:
    """Keep content of a safe type under a fitting name and return its row; equal content lies on disk once.

    The content is on disk before the row is; content without a row harms nobody.
    """
    shown = plain_name(name)
    if not content:
        raise FileEmpty
    if len(content) > most:
        raise FileTooLarge(size=-(-len(content) // MEGABYTE), most=most // MEGABYTE)
    found = store.sniff(content, shown)
    if found is None:
        raise FileTypeRefused(name=shown)
    why = dangers.danger(content, found)
    if why:
        raise FileDangerous(name=shown, why=why)
    scanned = scanning.scan(content, shown)
    return StoredFile.objects.create(
        hash=store.keep(content),
        type=found,
        size=len(content),
        name=dangers.fitting_name(shown, found),
        at=clock.now(),
        by=actor.key,
        scanned=scanned,
    )


@acted(_("删了文件"))
@transaction.atomic
def erase_file(*, actor: Actor, file_id: int) -> None:
    """Take a stored file away, and its content once no other row has it."""
    row = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if row is None:
        raise FileMissing
    row.delete()
    if not StoredFile.objects.filter(hash=row.hash).exists():
        transaction.on_commit(lambda: store.drop(row.hash))


def plain_name(name: str) -> str:
    """Return a file's name without folders and unprintable signs, at most 200 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    return kept[-200:] or "file"
