"""The text of a book: its files, as they stand in a folder or in the database."""

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jiangxin
from jiangxin.kernel.words import _
from jiangxin.policy.problems import BookRefused, Problem

BOOK_FILE = "book.toml"
MOST_FILES = 500
MOST_BYTES = 2_000_000


@dataclass(frozen=True, eq=False)
class BookText:
    """A book's id and its files by path inside the folder."""

    id: str
    files: dict[str, str]

    def digest(self) -> str:
        """Return the SHA-256 over all paths and texts, in hex."""
        total = hashlib.sha256(self.id.encode())
        for path in sorted(self.files):
            for part in (path, self.files[path]):
                data = part.encode("utf-8", "surrogatepass")
                total.update(f"\0{len(data)}\0".encode() + data)
        return total.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BookText) and (self.id, self.files) == (other.id, other.files)

    def __hash__(self) -> int:
        return hash((self.id, tuple(sorted(self.files.items()))))


Parents = Callable[[str], BookText | None]


def policies_folder() -> Path:
    """Return the folder of the books that come with this copy: of the repository, else of the package."""
    package = Path(jiangxin.__file__).resolve().parent
    root = package.parent.parent / "policies"
    return root if (root / "base" / BOOK_FILE).is_file() else package / "_policies"


def read_folder(path: Path | str) -> BookText:
    """Read a folder of TOML files; BookRefused when it is none or a file cannot be read. Dot files are passed over."""
    folder = Path(path)
    if not (folder / BOOK_FILE).is_file():
        message = _("“%(folder)s”不是政策文件夹：没有 book.toml") % {"folder": folder.name}
        raise BookRefused([Problem(BOOK_FILE, 1, message)])
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or not (file.is_file() or file.is_symlink()):
            continue
        if len(files) >= MOST_FILES:
            message = _("文件太多；一个政策文件夹最多%(most)d个") % {"most": MOST_FILES}
            problems.append(Problem(name, 1, message))
            break
        try:
            files[name] = _text(file)
        except ValueError as error:
            problems.append(Problem(name, 1, str(error)))
        except OSError:
            problems.append(Problem(name, 1, _("文件读不了；看看权限，或是不是断了的链接")))
    if problems:
        raise BookRefused(problems)
    return BookText(_own_id(files[BOOK_FILE]) or folder.resolve().name, files)


def parents_in(folder: Path | str | None = None) -> Parents:
    """Return a look-up of books in a folder of books, by id; the books that come with this copy by default."""
    root = Path(folder) if folder is not None else policies_folder()

    def find(book_id: str) -> BookText | None:
        place = root / book_id
        if "/" in book_id or "\\" in book_id or book_id.startswith(".") or not (place / BOOK_FILE).is_file():
            return None
        return read_folder(place)

    return find


def _text(file: Path) -> str:
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(_("文件太大；一个文件最多2 MB"))
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(_("文件不是 UTF-8 编码；另存为 UTF-8 再试")) from error


def _own_id(text: str) -> str:
    try:
        own = tomllib.loads(text).get("id")
    except (tomllib.TOMLDecodeError, RecursionError):
        return ""
    return own if isinstance(own, str) else ""
