"""Every worked example of the shipped and the sample books, through both evaluators."""

import pytest

from jiangxin.policy import parents_in, policies_folder, read_folder, resolve
from jiangxin.policy.cases import case_subject, cases, known_instant
from tests.parity.both import differences
from tests.policy.books import HERE, PARENTS


def examples():
    """Yield book, owner and case of every example there is."""
    for folder, parents in ((policies_folder(), parents_in()), (HERE, PARENTS)):
        for path in sorted(folder.iterdir()):
            if (path / "book.toml").is_file():
                book = resolve(read_folder(path), parents)
                yield from ((book, owner, case) for owner, case in cases(book))


EXAMPLES = list(examples())


def test_there_are_examples():
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize(
    ("book", "owner", "case"),
    EXAMPLES,
    ids=[f"{book.id}-{owner.id}-{number}" for number, (book, owner, _case) in enumerate(EXAMPLES)],
)
def test_an_example_gives_the_same_twice(book, owner, case):
    person, facts = case_subject(book, owner, case)
    subject = 1 if person is None else person

    assert differences(book, [subject], facts, case.on, known_at=known_instant(case.known_at)) == []
