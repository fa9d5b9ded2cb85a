"""The fonts that files are set in: made once, kept in the user's cache, linked into the data folder.

Sans: the two static cuts of Noto Sans SC out of its package. Song: Noto Serif CJK
from the system or from Debian's package, unpacked without root; without it all is Sans.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

from jiangxin.kernel.processes import end_with_parent

EDITION = "fonts-1"  # a change of what is made here is a new edition of the cache
MANIFEST = "fonts.json"
SANS = {"NotoSansSC-Regular.ttf": 400, "NotoSansSC-Bold.ttf": 700}
SERIF = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
SYSTEM = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))
PACKAGE = "fonts-noto-cjk"

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class FontSet:
    """The fonts of one data folder: where they lie, the hash of them all, whether a Song face is among them."""

    folder: Path
    hash: str
    serif: bool


def cache_folder() -> Path:
    """Return the folder that data folders share."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "jiangxin" / EDITION


def present(data: Path) -> FontSet | None:
    """Return the fonts of a data folder, or None before ``ready`` has run there."""
    folder = data / "fonts"
    try:
        sums: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not set(SANS) <= set(sums) or not all((folder / name).is_file() for name in sums):
        return None
    return FontSet(folder, _hash_of(sums), set(SERIF) <= set(sums))


def ready(data: Path, tell: Tell | None = None) -> FontSet:
    """Return the fonts of a data folder, made and linked when absent; ``tell(done, of)`` follows the steps."""
    found = present(data)
    if found is not None:
        return found
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    _fill(cache, tell or (lambda done, of: None))
    folder = data / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    sums = {}
    for name in (*SANS, *SERIF):
        if (cache / name).is_file():
            _link(cache / name, folder / name)
            sums[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    _write(folder / MANIFEST, json.dumps(sums, indent=1).encode())
    return FontSet(folder, _hash_of(sums), set(SERIF) <= set(sums))


def _hash_of(sums: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()


def _fill(cache: Path, tell: Tell) -> None:
    """Make what the cache lacks: both cuts at once, the Song face meanwhile."""
    cuts = [(name, weight) for name, weight in SANS.items() if not (cache / name).is_file()]
    song = not all((cache / name).is_file() for name in SERIF)
    steps = len(cuts) + song
    if not steps:
        return
    tell(0, steps)
    with ThreadPoolExecutor(1) as fetcher, _cutters() as cutters:
        jobs: list[Future[None]] = [cutters.submit(cut_sans, cache / name, weight) for name, weight in cuts]
        jobs += [fetcher.submit(_fetch_serif, cache)] if song else []
        for done, job in enumerate(jobs, 1):
            job.result()
            tell(done, steps)


def _cutters() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=end_with_parent)


def cut_sans(path: Path, weight: int) -> None:
    """Write one static weight of Noto Sans SC; the same bytes each time (about 12 s)."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow
    from fontTools.varLib import instancer  # noqa: PLC0415 -- slow

    source = files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
    with source.open("rb") as stream:
        font = TTFont(stream, recalcTimestamp=False)
        cut = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
        aside = path.with_suffix(f".{os.getpid()}")
        cut.save(aside)
    aside.replace(path)


def _fetch_serif(cache: Path) -> None:
    """Take the Song face from the system, else from Debian's package; where neither is to be had, leave it out."""
    for folder in SYSTEM:
        if all((folder / name).is_file() for name in SERIF):
            for name in SERIF:
                _link(folder / name, cache / name)
            return
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    with tempfile.TemporaryDirectory(dir=cache, prefix="apt-") as place:
        work = Path(place)
        package = _download(work)
        if package and _run(["dpkg-deb", "-x", str(package), str(work / "x")], work):
            for found in (work / "x").rglob("NotoSerifCJK-*.ttc"):
                if found.name in SERIF:
                    found.replace(cache / found.name)


def _download(work: Path) -> Path | None:
    """Download the package with the machine's lists, else with lists of our own; no root needed for either."""
    own = [f"-oDir::State::Lists={work / 'lists'}", f"-oDir::Cache={work / 'cache'}", "-oDebug::NoLocking=1"]
    for options in ([], own):
        if options:
            (work / "lists" / "partial").mkdir(parents=True)
            (work / "cache" / "archives" / "partial").mkdir(parents=True)
            if not _run(["apt-get", "-q", *options, "update"], work):
                return None
        if _run(["apt-get", "-q", *options, "download", PACKAGE], work):
            return next(work.glob("*.deb"), None)
    return None


def _run(command: list[str], place: Path) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 -- fixed words; the child only asks to end with us
            command, cwd=place, capture_output=True, timeout=300, check=False, preexec_fn=end_with_parent
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _link(source: Path, to: Path) -> None:
    """Put a file in another place: linked on the same disk, else copied; whole or not at all."""
    aside = to.with_name(f"{to.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    try:
        aside.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, aside)
    aside.replace(to)


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(path)
