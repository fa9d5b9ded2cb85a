"""Reads of the file store."""

from jiangxin.files import content as store
from jiangxin.files.errors import FileDamaged, FileMissing
from jiangxin.files.models import StoredFile


def stored_file(file_id: int) -> StoredFile:
    """Return a stored file's row; refuses an id that is none."""
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None:
        raise FileMissing
    return row


def read_file(file_id: int) -> bytes:
    """Return a stored file's content; refuses content that is not what was stored."""
    row = stored_file(file_id)
    content = store.read(row.hash)
    if store.digest(content) != row.hash:
        raise FileDamaged(name=row.name)
    return content
