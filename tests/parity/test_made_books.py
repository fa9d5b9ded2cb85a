"""Books that dice make over the whole grammar, for people that dice make: both evaluators say the same."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.parity.both import differences
from tests.parity.made_books import made_book
from tests.parity.test_made_people import ON, PEOPLE, made_fact, made_people

QUICK = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(seed=st.integers(0, 2**32 - 1), on=ON)
def test_made_books_give_made_people_the_same_twice(seed, on):
    dice = Random(seed)
    book, people = made_book(dice), made_people(dice)
    facts = [made_fact(dice, book, number) for number in range(PEOPLE * len(book.kinds) * 4)]

    assert differences(book, people, facts, on) == []


def test_made_books_use_what_the_grammar_has():
    dice = Random(1)
    books = [made_book(dice) for _number in range(40)]

    takes = {measure.take for book in books for measure in book.measures.values()}
    parts = {bool(one.any_of) + 2 * bool(one.all_of) + 4 * bool(one.none_of)
             for book in books for scheme in book.schemes.values() for one in scheme.require}  # fmt: skip
    assert (len(takes), parts) == (8, {0, 1, 2, 4})
