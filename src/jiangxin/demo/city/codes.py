"""Numbers of fictional people and firms: right check digits, areas and ranges that nobody was given."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiangxin.demo.city.chance import Flags, Ints

AREA = 990000  # no such area; the areas after it are not given either
PHONE = "154"  # a range no operator was given
ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
ID_SIGNS = np.array(list("10X98765432"))
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = [pow(3, place, 31) for place in range(17)]
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def id_numbers(birth: Ints, man: Flags, first: int) -> pa.Array:
    """Return ID numbers of one block of people: its own area, and the order among those of one birth day and sex."""
    days = birth.astype("datetime64[D]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    of_month = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    number = (year * 10000 + month * 100 + of_month) * 1000 + _order(birth * 2 + man) * 2 + man
    head = (AREA + first // 10000 % 10000) * 10**11
    digits = (head + number)[:, None] // 10 ** np.arange(16, -1, -1) % 10
    check = ID_SIGNS[(digits * ID_WEIGHTS).sum(axis=1) % 11]
    return pc.binary_join_element_wise(pa.array(head + number).cast(pa.string()), pa.array(check), "")


def _order(group: Ints) -> Ints:
    """Return how many before each place are of the same group."""
    order = np.argsort(group, kind="stable")
    inside = group[order]
    starts = np.searchsorted(inside, inside)
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - starts
    return rank


def phones(numbers: Ints) -> pa.Array:
    """Return mobile numbers of the unassigned range, one for each person number below 10^8."""
    return pa.array(int(PHONE) * 10**8 + numbers).cast(pa.string())


def credit_code(register: str, number: int) -> str:
    """Return a unified code: ``register`` 91 for a firm, 81 for its union; ``number`` below 10^6."""
    body = f"MA{number:06d}"
    values = [int(sign, 36) for sign in body]
    inner = (11 - sum(value * weight for value, weight in zip(values, BODY_WEIGHTS, strict=True)) % 11) % 11
    text = f"{register}{AREA}{body}{'X' if inner == 10 else inner}"
    total = sum(CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(text, CREDIT_WEIGHTS, strict=True))
    return text + CREDIT_SIGNS[-total % 31]
