"""Posters already drawn, kept by what they show: the same view and fonts give the same bytes, so a file never ages."""

import hashlib
import json
import os
from pathlib import Path

from django.conf import settings

from jiangxin.insight import fonts
from jiangxin.insight.poster.files import Format, Paper, draw
from jiangxin.insight.poster.view import PosterView

KINDS: dict[str, str] = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}


def poster_file(view: PosterView, kind: Format, paper: Paper = "long") -> bytes:
    """Return the poster as one file; drawn once, then read from the data folder. A3 is one PDF of panels."""
    held = fonts.ready(settings.DATA)
    path = _place(view, held.hash, kind, paper)
    if path.is_file():
        return path.read_bytes()
    page = draw(view, held, [kind], paper)[kind][0]
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_bytes(page)
    aside.replace(path)
    return page


def _place(view: PosterView, fonts_hash: str, kind: str, paper: str) -> Path:
    told = json.dumps([view.as_json(), fonts_hash, paper], ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256(told.encode()).hexdigest()
    return Path(settings.DATA) / "posters" / f"{name}.{kind}"
