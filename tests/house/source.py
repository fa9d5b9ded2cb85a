"""The source tree as the house rules see it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> list[Path]:
    """Return every file that is tracked, or is new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(path for name in said.split("\0") if name and (path := ROOT / name).is_file())


def under(folder: str, ending: str) -> list[Path]:
    """Return the files of one folder with this ending."""
    return [path for path in files() if path.is_relative_to(ROOT / folder) and path.name.endswith(ending)]


def python_files() -> list[Path]:
    """Return the Python files that people write: all but migrations."""
    return [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]


def templates() -> list[Path]:
    """Return the page templates."""
    return under("src", ".html")


def name(path: Path) -> str:
    """Return a path as it is told: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> list[str]:
    """Return the lines of a text file."""
    return path.read_text(encoding="utf-8").splitlines()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
