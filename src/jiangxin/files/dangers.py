"""What content may carry although its type is kept: pictures and archives that burst, files that are two at once."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from jiangxin.kernel.words import _

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "application/json": (".json",),
    "text/csv": (".csv",),
    "text/plain": (".txt", ".csv", ".json", ".md", ".log", ".toml"),
    WORD: (".docx",),
    EXCEL: (".xlsx",),
}
PIXELS = 60_000_000
SIDE = 20_000
UNPACKED = 300 * 1024 * 1024
ENTRIES = 5_000
RATIO = 200  # an entry of more than a megabyte that shrank more than this was made to burst
TAIL = 70_000  # where an archive's end would stand
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|EmbeddedFile)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PAGE = re.compile(rb"<\s*(script|html|svg|iframe|\?php)\b", re.IGNORECASE)
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def danger(content: bytes, kind: str) -> str:
    """Return why content of a kept type is not kept all the same; blank for nothing."""
    look = _LOOKS.get(kind)
    if kind.startswith(("image/", "application/pdf")) and _is_two(content, kind):
        return _("里面还夹着另一种文件")
    return look(content) if look else ""


def fitting_name(name: str, kind: str) -> str:
    """Return a file's name with an ending of its type, so that what is opened is what was kept."""
    endings = ENDINGS.get(kind, ())
    if not endings or PurePosixPath(name.lower()).suffix in endings:
        return name
    return f"{name[: 200 - len(endings[0])]}{endings[0]}"


def _is_two(content: bytes, kind: str) -> bool:
    """Tell whether an archive hangs on the end, or a page stands in a picture."""
    return b"PK\x05\x06" in content[-TAIL:] or (kind.startswith("image/") and bool(_PAGE.search(content)))


def _picture(size: Callable[[bytes], tuple[int, int] | None]) -> Callable[[bytes], str]:
    def look(content: bytes) -> str:
        try:
            found = size(content)
        except (struct.error, IndexError):
            found = None
        if found is None or not all(found):
            return _("图片读不出来")
        return _("图片的长宽太大") if max(found) > SIDE or found[0] * found[1] > PIXELS else ""

    return look


def _png(content: bytes) -> tuple[int, int] | None:
    return struct.unpack(">II", content[16:24]) if content[12:16] == b"IHDR" else None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(content):
        if content[place] != 0xFF:
            return None
        mark = content[place + 1]
        if mark == 0xFF or 0xD0 <= mark <= 0xD9:
            place += 1 if mark == 0xFF else 2
            continue
        if mark in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    sort = content[12:16]
    if sort == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if sort == b"VP8L" and content[20] == 0x2F:
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if sort == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _pdf(content: bytes) -> str:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    return _("PDF里带着脚本、程序或附件") if _ACTIVE.search(plain) else ""


def _archive(content: bytes) -> str:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return _("压缩的内容读不出来")
    if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNPACKED:
        return _("解开以后太大")
    return next((why for one in entries if (why := _entry(one))), "")


def _entry(one: zipfile.ZipInfo) -> str:
    if one.flag_bits & 1:
        return _("里面加了密，看不到内容")
    if one.filename.startswith("/") or ".." in PurePosixPath(one.filename).parts:
        return _("里面的路径指到了外面")
    if one.file_size > 1024 * 1024 and one.file_size > RATIO * max(one.compress_size, 1):
        return _("解开以后太大")
    if "activeX" in one.filename or one.filename.lower().endswith((".exe", ".dll", ".js", ".html", ".svg")):
        return _("里面带着程序或网页")
    return ""


_LOOKS: dict[str, Callable[[bytes], str]] = {
    "image/png": _picture(_png),
    "image/jpeg": _picture(_jpeg),
    "image/webp": _picture(_webp),
    "application/pdf": _pdf,
    WORD: _archive,
    EXCEL: _archive,
}
