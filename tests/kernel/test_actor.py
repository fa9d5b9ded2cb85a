"""Nobody acts without a key, and a check that does not say yes refuses."""

import pytest

from jiangxin.kernel.actor import Actor, DutyGrant, require
from jiangxin.kernel.refusal import NotAllowed

CLERK = Actor(key="user:7", user_id=7, person_id=70, duties=(DutyGrant("clerk", unit_id=3, path="/1/3/"),))


def holds(actor, duty, *, again=False):
    return actor.has(duty) and not again


def test_an_actor_needs_a_key():
    with pytest.raises(ValueError, match="key"):
        Actor(key="")


def test_a_machine_is_named_and_holds_no_duty():
    machine = Actor.machine("cli:someone")

    assert (machine.key, machine.is_machine, machine.duties, machine.has("clerk")) == (
        "machine:cli:someone",
        True,
        (),
        False,
    )


def test_has_looks_at_the_name_of_the_duty():
    assert (CLERK.has("clerk"), CLERK.has("cler"), CLERK.is_machine) == (True, False, False)


def test_require_passes_on_what_the_check_needs():
    require(holds, CLERK, "clerk")

    with pytest.raises(NotAllowed) as refused:
        require(holds, CLERK, "clerk", again=True)
    assert (refused.value.code, refused.value.status) == ("not-allowed", 403)
