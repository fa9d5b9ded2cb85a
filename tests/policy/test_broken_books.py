"""A corpus of broken books: one folder a sort of problem, with everything that must be told about it."""

import pytest

from jiangxin.policy import BookRefused, read_folder, resolve
from tests.policy.books import BROKEN, PARENTS, broken_names, changed, told


@pytest.mark.parametrize("name", broken_names())
def test_a_broken_book_is_told_every_problem_with_file_and_line(name):
    expected = (BROKEN / name / "expected.txt").read_text(encoding="utf-8").splitlines()

    assert told(name) == expected


def test_the_corpus_has_a_book_for_each_sort_of_problem():
    assert len(broken_names()) >= 40


def test_a_broken_book_is_refused_with_all_problems_in_its_message():
    with pytest.raises(BookRefused) as refused:
        resolve(read_folder(BROKEN / "unknown-kind" / "book"), PARENTS)

    assert refused.value.message == (
        "政策文件有2处要改，没有采用；在用的政策不变。改好再试：\n"
        "measures.toml:4 没有叫“contests.placed”的事项；是不是“contest.placed”？\n"
        "measures.toml:4 没有叫“learning.class_finished”的事项；是不是“learning.class-finished”？"
    )
    assert refused.value.code == "policy-book-refused"


def test_a_percent_sign_in_a_broken_book_does_not_break_its_message():
    text = changed("town", measures='["100%(count)s"]\n')

    with pytest.raises(BookRefused) as refused:
        resolve(text, PARENTS)

    assert "“100%(count)s”不能作名" in refused.value.message
