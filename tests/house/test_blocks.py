"""Every kind of a poster's block is drawn twice: by the page and by the files."""

import re

from jiangxin.policy.grammar.vocabulary import BLOCK_KINDS
from tests.house.source import ROOT

PAGE = ROOT / "src/jiangxin/doors/front/templates/front/block"
FILES = ROOT / "src/jiangxin/insight/poster/templates/poster.typ"


def test_every_block_kind_has_its_drawing_on_the_page():
    assert {path.stem for path in PAGE.glob("*.html")} == set(BLOCK_KINDS)


def test_every_block_kind_has_its_drawing_in_the_files():
    sheet = FILES.read_text(encoding="utf-8")
    table = sheet[sheet.index("#let drawn = (") :].split("\n)\n", 1)[0]
    named = set(re.findall(r"(?:^|[ ,(])([a-z]+): (?:[a-z]+-block|\()", table))

    assert named == set(BLOCK_KINDS)
