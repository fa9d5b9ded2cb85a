"""Pages obey the strict content policy and carry whole sentences to the translator."""

import re

from tests.house import source

INLINE = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"(?:src|action)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
}


def test_templates_have_nothing_inline_and_nothing_foreign():
    found = [
        f"{source.name(path)}: {what}: {hit.group().strip()}"
        for path in source.templates()
        for what, pattern in INLINE.items()
        for hit in pattern.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_blocktranslate_is_trimmed():
    found = [
        f"{source.name(path)}: {hit.group()}"
        for path in source.templates()
        for hit in re.finditer(r"{%\s*blocktrans(?:late)?\b[^%]*%}", path.read_text(encoding="utf-8"))
        if "trimmed" not in hit.group()
    ]

    assert found == []
