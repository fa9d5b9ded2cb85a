"""Two reviewers settle one change in the same moment; run as a process with a database of its own."""

import threading

import django
from django.core.management import call_command

django.setup()

from django.db import connections  # noqa: E402 -- the apps must stand first

from jiangxin.kernel import clock  # noqa: E402
from jiangxin.ledger import queries as ledger_queries  # noqa: E402
from jiangxin.ledger.errors import AlreadySettled  # noqa: E402
from jiangxin.ledger.services import Proposal  # noqa: E402
from jiangxin.people.services import changes  # noqa: E402
from tests.people import deciders  # noqa: E402
from tests.people.builders import TODAY  # noqa: E402


def settle(name, draft_id, start, found):
    try:
        with clock.at(TODAY):
            who = deciders.actor(name)
            start.wait(30)
            changes.settle_change(actor=who, draft_id=draft_id, accept=True)
        found.append("written")
    except AlreadySettled:
        found.append("settled")
    finally:
        connections.close_all()


def main():
    """Print how each of the two ended, and how many entries and open drafts there are."""
    call_command("migrate", verbosity=0)
    with clock.at(TODAY):
        office = deciders.office()
        proposal = Proposal(action="withdraw", fact_id=office.fact)
        draft = changes.propose_change(actor=deciders.actor("clerk"), proposal=proposal, reason="记错了人")
    start, found = threading.Barrier(2), []
    names = ("reviewer", "other")
    both = [threading.Thread(target=settle, args=(name, draft.pk, start, found)) for name in names]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    chain = [one.entry for one in ledger_queries.chain_of(office.fact)]
    print(*sorted(found), *chain, ledger_queries.open_drafts().count())


if __name__ == "__main__":
    main()
