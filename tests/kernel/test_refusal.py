"""One family of refusals, each with a code, a status and words for the reader."""

import pytest
from django.utils import translation

from jiangxin.kernel import words
from jiangxin.kernel.refusal import Conflict, NotAllowed, NotFound, Refusal
from jiangxin.kernel.words import Words, _


class ShelfFull(Refusal):
    code = "shelf-full"
    default = _("架上已有 %(count)s 本；请先取下一本。")


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        (Refusal, "refused", 422),
        (NotAllowed, "not-allowed", 403),
        (NotFound, "not-found", 404),
        (Conflict, "conflict", 409),
    ],
)
def test_each_kind_has_its_code_and_status_and_says_what_next(kind, code, status):
    refusal = kind()

    assert (refusal.code, refusal.status) == (code, status)
    assert "；请" in refusal.message


def test_details_fill_the_default_message():
    refusal = ShelfFull(count=3)

    assert (refusal.message, str(refusal), refusal.details) == ("架上已有 3 本；请先取下一本。",) * 2 + ({"count": 3},)


def test_a_given_message_stands_even_with_a_percent_sign():
    assert Refusal("只到 50%", part=50).message == "只到 50%"


def test_words_are_looked_up_when_they_are_shown():
    shown = []
    word = Words("架 %(n)s")
    words.translate_with(lambda text: f"<{text}>")
    try:
        shown = [str(word), f"{word}", word % {"n": 1}, word.filled({"n": 2})]
    finally:
        from jiangxin import settings

        words.translate_with(settings.translate)

    assert shown == ["<架 %(n)s>", "<架 %(n)s>", "<架 1>", "<架 2>"]
    with translation.override("zh-hans"):
        assert str(word) == "架 %(n)s"
