"""A poster as SVG, PDF and PNG: the same view and fonts give the same bytes, whatever the day or machine."""

from collections.abc import Sequence
from errno import ENOSPC
from html import escape
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import typst

from jiangxin.insight.errors import CannotWrite, WrongEnding
from jiangxin.insight.fonts import FontSet
from jiangxin.insight.poster.sheet import sheet_of
from jiangxin.insight.poster.view import PosterView

Paper = Literal["long", "a3"]
Format = Literal["svg", "pdf", "png"]
TEMPLATES = files("jiangxin.insight.poster") / "templates"
DENSITY = {"long": 72, "a3": 144}  # pixels an inch: 1080 wide on the long sheet
MADE = 1_704_067_200  # a fixed moment, so that the day of drawing does not show in the bytes


def draw(
    view: PosterView, fonts: FontSet, formats: Sequence[Format], paper: Paper = "long"
) -> dict[Format, list[bytes]]:
    """Return the pages of each format; the long sheet is one page, A3 one a board (PDF is always one file)."""
    with as_file(TEMPLATES) as folder:
        compiler = typst.Compiler(
            str(folder / "poster.typ"),
            root=str(folder),
            font_paths=[str(fonts.folder)],
            ignore_system_fonts=True,
            sys_inputs={"sheet": sheet_of(view, paper=paper, serif=fonts.serif)},
        )
        return {one: _pages(compiler, one, view, paper) for one in formats}


def check_name(to: Path) -> None:
    """Refuse a file name of which the ending is no format of ours."""
    if to.suffix.lower().lstrip(".") not in ("svg", "pdf", "png"):
        raise WrongEnding(name=to.name)


def write(view: PosterView, fonts: FontSet, to: Path, paper: Paper = "long") -> list[Path]:
    """Write one file, its format by its ending; A3 as SVG or PNG writes one file a panel: name-1.png, name-2.png."""
    check_name(to)
    ending: Format = to.suffix.lower().lstrip(".")  # type: ignore[assignment]
    pages = draw(view, fonts, [ending], paper)[ending]
    names = [to] if len(pages) == 1 else [to.with_stem(f"{to.stem}-{k}") for k in range(1, len(pages) + 1)]
    for name, page in zip(names, pages, strict=True):
        try:
            name.write_bytes(page)
        except OSError as error:
            if error.errno == ENOSPC:
                raise
            raise CannotWrite(name=str(name), error=error.strerror) from error
    return names


def _pages(compiler: typst.Compiler, one: Format, view: PosterView, paper: Paper) -> list[bytes]:
    standards: list[typst.PDFStandard] = ["ua-1"] if one == "pdf" else []
    made = compiler.compile(format=one, ppi=DENSITY[paper], pdf_standards=standards, timestamp=MADE)
    pages = made if isinstance(made, list) else [made or b""]
    if one != "svg":
        return pages
    return [_spoken(page, view, paper) for page in pages]


def _spoken(page: bytes, view: PosterView, paper: Paper) -> bytes:
    """Give an SVG its title and description, and say that it is one picture."""
    title = " ".join(part for part in (view.kicker, view.title.replace("\n", "")) if part)
    findings = [block.finding for chapter in view.chapters for block in chapter.blocks if block.finding]
    told = escape("".join(f"{one}。" for one in findings))
    head, mark, rest = page.decode().partition(">")
    if paper == "long":
        head = head.replace('pt"', '"')  # 1080 units are 1080 pixels; boards stay A3
    voice = 'role="img" aria-labelledby="poster-title poster-desc"'
    spoken = f'<title id="poster-title">{escape(title)}</title><desc id="poster-desc">{told}</desc>'
    return f"{head} {voice}{mark}{spoken}{rest}".encode()
