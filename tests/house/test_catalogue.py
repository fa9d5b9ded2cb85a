"""The English catalogue has every text, says the same and holds no Chinese."""

import re
from argparse import Namespace

import pytest

from jiangxin.doors.cli.catalogue import Entry, compile_words, mo_bytes, po_path, read_po, write_po
from jiangxin.doors.cli.commands import words
from jiangxin.doors.cli.extract import texts

HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")  # signs and their full-width punctuation
PLACEHOLDER = re.compile(r"%\((\w+)\)")


@pytest.fixture(scope="module")
def written():
    """Return the catalogue as it stands."""
    return read_po(po_path().read_text(encoding="utf-8"))


def test_catalogue_is_current_and_complete(capsys):
    code = words.run(Namespace(check=True))

    assert code == 0, f"run ./jx words\n{capsys.readouterr().out}"


def test_placeholders_are_those_of_the_source(written):
    odd = [
        (entry.text, form)
        for entry in written
        for form in filter(None, entry.english)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(entry.text))
    ]

    assert odd == []


def test_english_can_be_filled_in(written):
    for entry in written:
        names = PLACEHOLDER.findall(entry.text)
        for form in filter(None, entry.english if names else []):
            assert "%(" not in form % dict.fromkeys(names, 1)


def test_english_holds_no_han(written):
    assert [form for entry in written for form in entry.english if HAN.search(form)] == []


def test_a_text_survives_writing_and_reading():
    entries = [
        Entry("甲“乙”\n\t\\", english=['a "b"\n\t\\'], files=["a.py", "b.py"]),
        Entry("%(n)s件", plural="%(n)s件", english=["%(n)s item", "%(n)s items"], files=["c.html"]),
        Entry("期", context="month", english=["term"], files=["c.html"]),
    ]

    assert read_po(write_po(entries)) == entries


def test_fuzzy_and_obsolete_english_does_not_count():
    text = '#, fuzzy\nmsgid "甲"\nmsgstr "a"\n\n#~ msgid "乙"\n#~ msgstr "b"\n'

    assert read_po(text) == [Entry("甲")]


def test_compiled_words_are_written_once(tmp_path):
    compile_words(tmp_path)
    made = tmp_path / "en" / "LC_MESSAGES" / "django.mo"
    before = made.stat().st_ino, made.read_bytes()

    compile_words(tmp_path)

    assert (made.stat().st_ino, made.read_bytes()) == before
    assert before[1] == mo_bytes(read_po(po_path().read_text(encoding="utf-8")))
    assert [path.name for path in made.parent.iterdir()] == ["django.mo"]


def test_compiled_words_are_read_by_gettext(tmp_path):
    from gettext import GNUTranslations

    entries = [
        Entry("甲", english=["a"]),
        Entry("%(n)s件", plural="%(n)s件", english=["%(n)s item", "%(n)s items"]),
        Entry("期", context="month", english=["term"]),
        Entry("乙"),
    ]
    path = tmp_path / "django.mo"
    path.write_bytes(mo_bytes(entries))

    with path.open("rb") as file:
        read = GNUTranslations(file)

    assert read.gettext("甲") == "a"
    assert [read.ngettext("%(n)s件", "%(n)s件", n) for n in (1, 3)] == ["%(n)s item", "%(n)s items"]
    assert read.pgettext("month", "期") == "term"
    assert read.gettext("乙") == "乙"


def test_texts_are_found_in_python_and_in_templates(tmp_path):
    code, page = tmp_path / "a.py", tmp_path / "a.html"
    code.write_text('_("甲" "乙")\ngettext_lazy("丙")\nngettext("丁", "戊", n)\npgettext("月", "期")\ngettext(text)\n')
    page.write_text(
        "{% translate '甲' %}{{ _('乙') }}{% include 'x' with t=_(\"丙\") %}\n"
        "{% blocktranslate trimmed count n=n %}\n {{ n }}件\n{% plural %}{{ n }}件{% endblocktranslate %}"
    )

    assert list(texts(code)) == [Entry("甲乙"), Entry("丙"), Entry("丁", "戊"), Entry("期", context="月")]
    assert list(texts(page)) == [Entry("甲"), Entry("乙"), Entry("丙"), Entry("%(n)s件", "%(n)s件")]
