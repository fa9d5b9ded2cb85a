"""Whatever is done to a book, the checker answers with files and lines and never falls over."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiangxin.policy import BookText, PersonView, check, evaluate, resolve, run_cases
from tests.policy.books import PARENTS
from tests.policy.facts import ON

VALUES = (
    *("1", "-1", '"x"', "true", "2024-01-01", "[]", "{}", "[1]", '["a"]', "{a=1}", "1.5", "9" * 20, '""', "inf", "nan"),
    *('"craft_years"', '"senior"', "07:30:00", "2024-01-01T00:00:00", '"@occupation"', '{ code = "a" }', "[{}]", "[["),
    *("[{ at_least = 1, points = 1 }]", '{ id = "z", measure = "contests", at_least = 1 }', '"\\u0000"', '"{line}"'),
)
KEYS = ("from", "to", "of", "any", "none", "all", "id", "where", "case", "at_least", "one_of", "score", "after", "take")


@st.composite
def damaged(draw):
    """Draw a sample book with some of its lines deleted, doubled, moved or given another key or value."""
    text = PARENTS(draw(st.sampled_from(["ground", "ground", "town"])))
    files = dict(text.files)
    for _time in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        rows = files[name].split("\n")
        place, other = (draw(st.integers(0, len(rows) - 1)) for _row in range(2))
        key, equals, value = rows[place].partition("=")
        damage = draw(st.sampled_from(["delete", "double", "swap", "cut", "value", "value", "value", "key"]))
        if damage == "delete":
            del rows[place]
        elif damage == "double":
            rows.insert(other, rows[place])
        elif damage == "swap":
            rows[place], rows[other] = rows[other], rows[place]
        elif damage == "cut":
            rows[place] = rows[place][: draw(st.integers(0, len(rows[place])))]
        elif damage == "value" and equals:
            rows[place] = f"{key}= {draw(st.sampled_from(VALUES))}"
        elif damage == "key" and equals:
            rows[place] = f"{draw(st.sampled_from(KEYS))} ={value}"
        files[name] = "\n".join(rows)
    return BookText(text.id, files)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=damaged())
def test_a_damaged_book_is_answered_or_still_works(text):
    problems = check(text, PARENTS)

    for problem in problems:
        body = text.files.get(problem.file.removeprefix("ground/"), PARENTS("ground").files.get(problem.file[7:], ""))
        assert 1 <= problem.line <= body.count("\n") + 1
        assert problem.message
    if not problems:
        book = resolve(text, PARENTS)
        found = evaluate(PersonView(id=1), [], book, ON)
        run_cases(book)
        assert set(found.measures) == set(book.measures)
        assert len(found.amounts) + len(found.scores) == len(book.amounts) + len(book.scores)
        assert all(one.ladder in book.ladders for one in found.due)
