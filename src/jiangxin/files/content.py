"""Content on disk under its digest, and what it is by its first bytes."""

import hashlib
import json
import os
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from django.conf import settings

from jiangxin.files.dangers import EXCEL, WORD
from jiangxin.files.errors import FileMissing, StoreFull

MOST = 50 * 1024 * 1024
_SIGNS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def sniff(content: bytes, name: str) -> str | None:
    """Return the type of content by what it holds; None for what is not kept (pages, drawings, programs)."""
    for sign, found in _SIGNS.items():
        if content.startswith(sign):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return _text(content, name)


def digest(content: bytes) -> str:
    """Return the SHA-256 by which content is kept."""
    return hashlib.sha256(content).hexdigest()


def place(hash: str) -> Path:  # noqa: A002 -- the field's own name
    """Return where content of this digest lies."""
    return Path(settings.DATA) / "files" / hash[:2] / hash[2:]


def keep(content: bytes) -> str:
    """Write content whole or not at all, and return its digest; what is there already is left alone."""
    found = digest(content)
    target = place(found)
    if target.is_file() and target.stat().st_size == len(content):
        return found
    aside = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, aside = tempfile.mkstemp(dir=target.parent, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(target)
        _sync(target.parent)
    except OSError as error:
        if aside:
            Path(aside).unlink(missing_ok=True)
        raise StoreFull(why=error.strerror or type(error).__name__) from error
    return found


def read(hash: str) -> bytes:  # noqa: A002 -- the field's own name
    """Return content by its digest."""
    try:
        return place(hash).read_bytes()
    except FileNotFoundError as error:
        raise FileMissing from error


def drop(hash: str) -> None:  # noqa: A002 -- the field's own name
    """Take content away; gone already is as well."""
    place(hash).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _office(content: bytes) -> str | None:
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "xl/workbook.xml" in names:
        return EXCEL
    return WORD if "word/document.xml" in names else None


def _text(content: bytes, name: str) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return None
    if text.lstrip()[:1] == "<" or any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
        return None
    if name.lower().endswith(".json"):
        try:
            json.loads(text)
        except ValueError:
            return None
        return "application/json"
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"
