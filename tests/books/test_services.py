from datetime import date

import pytest

from jiangxin.books import errors, queries, services
from jiangxin.books.kinds import FIGURE_REPORTED
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.ledger import queries as ledger
from jiangxin.policy.problems import BookRefused
from tests.books.builders import BASE, CHECKER, CITY, MAKER, TODAY, adopt, text, town, unit

pytestmark = pytest.mark.django_db


def figures():
    facts = ledger.standing().filter(kind=FIGURE_REPORTED).order_by("pk")
    return list(facts.values_list("subject_id", "code", "quantity", "happened_on", "proof", "body"))


def test_confirm_book_puts_it_in_force_and_reports_its_figures():
    city, _north, _mill = town()
    adopt(text(BASE))

    row = adopt(text(CITY))

    body = {"figure": "trained_2023", "bound": "more", "from": "2023-01-01", "to": "2023-12-31"}
    assert (row.status, row.adopted_by, row.confirmed_by) == ("in_force", MAKER.key, CHECKER.key)
    assert queries.book_in_force("town", TODAY).hash == row.resolved_hash
    assert figures() == [(city, "trained_2023", 12000, date(2023, 12, 31), -1, body)]


def test_confirm_book_by_its_maker_leaves_no_trace():
    town()
    adopt(text(BASE))
    row = services.propose_book(actor=MAKER, text=text(CITY))

    with pytest.raises(errors.SamePerson):
        services.confirm_book(actor=MAKER, adoption_id=row.pk)

    row.refresh_from_db()
    assert (row.status, row.confirmed_by, figures()) == ("proposed", "", [])


def test_propose_book_that_is_broken_changes_nothing():
    town()
    adopt(text(BASE))
    row = adopt(text(CITY))
    broken = text(CITY, **{"measures.toml": '[x]\ntitle = "x"\ndefinition = "x"\nof = ["no.such"]\ntake = "count"\n'})

    with pytest.raises(BookRefused) as refused:
        services.propose_book(actor=MAKER, text=broken)

    assert [(problem.file, problem.line) for problem in refused.value.problems] == [("measures.toml", 4)]
    assert queries.adoptions().count() == 2
    assert queries.book_in_force("town", TODAY).hash == row.resolved_hash


def test_a_new_version_corrects_what_it_says_otherwise_and_withdraws_what_is_gone():
    city, _north, _mill = town()
    adopt(text(BASE))
    adopt(text(CITY))

    adopt(text(CITY, **{"figures/2024.toml": CITY["figures/2024.toml"].replace("12000", "12500")}))
    corrected = [(code, quantity) for _subject, code, quantity, *_rest in figures()]
    adopt(text(CITY, **{"figures/2024.toml": None}))

    assert corrected == [("trained_2023", 12500)]
    assert figures() == []
    assert [row.entry for row in ledger.history_of([city], kinds=[FIGURE_REPORTED])] == [
        "original",
        "corrected",
        "withdrawn",
    ]


@pytest.mark.parametrize(
    ("actor", "allowed"), [(Actor(key="user:1"), False), (Actor.machine("cli:x"), True)], ids=["nobody", "machine"]
)
def test_propose_book_needs_the_duty_over_its_owner(actor, allowed):
    town()
    adopt(text(BASE))

    if allowed:
        services.propose_book(actor=actor, text=text(CITY))
    else:
        with pytest.raises(NotAllowed):
            services.propose_book(actor=actor, text=text(CITY))

    assert queries.adoptions().filter(book_id="town").count() == int(allowed)


def test_propose_book_refuses_the_text_in_force_and_another_owner():
    town()
    unit("other", "city", "他市")
    adopt(text(BASE))
    adopt(text(CITY))
    taken = text(CITY, **{"book.toml": CITY["book.toml"].replace('owner = "city"', 'owner = "other"')})

    with pytest.raises(errors.SameBook):
        services.propose_book(actor=MAKER, text=text(CITY))
    with pytest.raises(errors.OwnerTaken):
        services.propose_book(actor=MAKER, text=taken)

    assert queries.adoptions().count() == 2


def test_decline_book_keeps_what_is_in_force():
    town()
    adopt(text(BASE))
    row = services.propose_book(actor=MAKER, text=text(CITY))

    declined = services.decline_book(actor=CHECKER, adoption_id=row.pk)

    assert (declined.status, [one.book_id for one in queries.books_in_force(TODAY)]) == ("refused", ["base"])
    with pytest.raises(errors.AlreadySettled):
        services.confirm_book(actor=CHECKER, adoption_id=row.pk)
