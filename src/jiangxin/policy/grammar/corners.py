"""The written rule for every corner; the tests hold the evaluators to it."""

from typing import Final

CORNERS: Final = (
    (
        "which entries count",
        (
            "standing at known_at (recorded by then, not superseded by then, not withdrawals), happened on or before "
            "the day; without known_at everything recorded so far"
        ),
    ),
    ("within", "(day - span, day]; calendar spans; a day that the month lacks falls to its last day"),
    ("full years from a to b", "completed anniversaries; that of 29 February in a common year is 28 February"),
    ("precision month or year", "counted from its first day"),
    (
        "years-covered",
        (
            "union of closed day intervals; an open end reaches the day asked about, nothing after it; "
            "full years = floor(days x 400 / 146097)"
        ),
    ),
    ("latest-level", "later day, then later entry; facts without level are passed over"),
    ("distinct-code", "facts without code are passed over"),
    ("level_at_least", "facts without level do not count"),
    ("code_in a list", "the codes in the list on the day asked about; other names in `also` do not count"),
    ("a level, sum or count of nothing", "none, 0, 0; a condition on none fails and is told as missing"),
    ("none of several conditions", "holds where each of them fails, also for want of a value"),
    ("a value before its first line", "none; a book in which an entry needs it earlier is refused"),
    ("quantity", "64-bit integer, never null; a sum that could overflow is refused with the kind's max"),
    ("points", "integer hundredths; half up, once per item, then the item's cap, then the axis', then the total"),
    ("money", "integer fen; half up, once per line, then the line's cap, then what the caps leave, in order"),
    ("order of text", "by code point, never by collation"),
    ("merged persons", "facts of all ids that the links in force at known_at join"),
    ("`@occupation`", "the one asked about, by default that of the main spell; without one nothing counts"),
    ("proof", "confirmed and better unless proof_at_least says otherwise; reported totals never count"),
    ("stage of a ladder", "the latest ladder.entered fact, code `<ladder>/<stage>`; conditions only say who is due"),
    ("`{line}` in a text", "the right side in force: fen as yuan, minutes as hours, points as points, levels by title"),
    ("which entry holds", "an overriding book replaces entry by entry; a kind is never replaced"),
)
