"""The reference says everything that may stand in a book, and stands as the code makes it."""

from dataclasses import fields
from pathlib import Path

import pytest

from jiangxin.policy.evaluate import evaluate
from jiangxin.policy.grammar import vocabulary
from jiangxin.policy.grammar.stock import HEADER
from jiangxin.policy.grammar.tables import TABLES
from jiangxin.policy.measures import _TAKES
from jiangxin.policy.people import attribute_of
from jiangxin.policy.reference import choices, reference, shapes
from tests.policy.facts import GROUND, NOBODY, ON

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "policy-reference.md"


def test_the_reference_in_docs_is_current():
    assert DOCUMENT.read_text(encoding="utf-8") == reference(), (
        "run: python -m jiangxin.policy.reference > docs/policy-reference.md"
    )


def test_every_closed_list_of_words_stands_in_the_reference():
    told = list(choices().values())
    lists = [words for name, words in vars(vocabulary).items() if name.isupper() and isinstance(words, dict)]

    missing = [words for words in lists if words not in told and words is not vocabulary.TARGET_BOUNDS]
    assert (missing, len(lists)) == ([], 18)


def test_every_link_in_the_reference_leads_somewhere():
    text = reference()
    heads = {line.lstrip("# ").replace(" ", "-") for line in text.splitlines() if line.startswith("##")}
    links = {part.split(")")[0] for part in text.split("](#")[1:]}

    assert links - heads == set()
    assert len(links) > 30


ENTRY_SHAPES = [shape for shape in shapes() if isinstance(shape.make, type)]


@pytest.mark.parametrize("shape", ENTRY_SHAPES, ids=lambda shape: shape.name)
def test_every_field_of_a_shape_becomes_a_field_of_its_entry(shape):
    given = {field.name for field in shape.fields} | {"origin", "id"}
    wanted = {field.name for field in fields(shape.make)} | {"id", "origin"}

    assert given == wanted


def test_tables_and_header_together_name_every_file():
    assert [table.name for table in TABLES] == [
        "sources",
        "kinds",
        "lists",
        "values",
        "measures",
        "scores",
        "ladders",
        "schemes",
        "amounts",
        "indicators",
        "targets",
        "figures",
        "posters",
    ]
    assert HEADER.keys()[0] == "id"


def test_every_take_and_attribute_of_the_vocabulary_can_be_evaluated():
    assert set(_TAKES) == set(vocabulary.TAKES)
    assert [attribute_of(NOBODY, name, ON) for name in vocabulary.ATTRIBUTES] == [frozenset()] * 8
    assert evaluate(NOBODY, [], GROUND, ON).due[0].met is False
