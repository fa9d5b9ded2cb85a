"""Closed words and what they mean."""

from typing import Final

SUBJECTS: Final = {
    "person": "one person",
    "unit": "a unit: enterprise, union, academy, studio, team",
    "work": "a result: patent, project, operating method",
}
SENSITIVITIES: Final = {
    "public": "may be shown to everybody",
    "work": "shown to those with a duty over the person or unit",
    "personal": "shown to the person and to those with a stated purpose",
    "sensitive": "shown to the person and to the one duty that needs it",
}
BODY_TYPES: Final = {
    "id": "a lasting id",
    "int": "a whole number",
    "date": "a day",
    "text-id": "an id of letters, digits, - and _; never free text",
}
PROOFS: Final = {
    "declared": "said by the person; rank 0",
    "confirmed": "confirmed by the unit; rank 1, what measures count from unless they say otherwise",
    "verified": "verified by the authority; rank 2",
}
PRECISIONS: Final = {
    "day": "the day is known",
    "month": "only the month is known: counts from its first day",
    "year": "only the year is known: counts from its first day",
}
TAKES: Final = {
    "count": "number of facts; 0 of nothing",
    "sum": "sum of quantities, in the kind's unit; 0 of nothing",
    "max-level": "the highest level; none of nothing",
    "latest-level": "the level of the later day, then of the later entry; facts without level are passed over",
    "distinct-code": "number of different codes; facts without code are passed over; 0 of nothing",
    "years-since-first": "full years from the first fact to the day asked about; none of nothing",
    "years-since-last": "full years from the last fact to the day asked about; none of nothing",
    "years-covered": "full years of the union of spans, floor(days x 400 / 146097); 0 of nothing; no within",
}
ATTRIBUTES: Final = {
    "age": "full years since birth, a number",
    "sex": "male or female",
    "within_retirement": "true before the day of statutory retirement (sliding from 2025-01-01); a woman's base is 50 "
    "for the post class worker, 55 for any other; none while birth, sex or her post class is unknown",
    "post_class": "the class of the main post, a word",
    "party_member": "true or false",
    "unit.ownership": "ownership of the main unit, a word",
    "unit.tag": "a tag of the main unit, family:code",
    "unit.level": "level of the main unit, a word",
}
NUMBER_ATTRIBUTES: Final = frozenset({"age"})
FLAG_ATTRIBUTES: Final = frozenset({"within_retirement", "party_member"})
SEXES: Final = {"male": "男", "female": "女"}
STEP_KINDS: Final = {
    "endorse": "put forward or agree, by the unit or union named by duty",
    "check": "documents are checked against a list",
    "consult": "other offices are asked; silence is not consent",
    "vote": "a congress votes; turnout and share",
    "panel": "experts mark a sheet, with avoidance",
    "rank": "a quota and structure ratios",
    "publicity": "shown for working days; objections hold it",
    "decide": "one body decides and signs",
    "await": "decided by a body outside; closed only by its document",
    "deliver": "money, goods or a service, signed for",
}
PERIODS: Final = {"month": "each month", "year": "each year", "once": "once"}
NATURES: Final = {
    "flow": "happened within the period",
    "running": "happened up to the end of the period",
    "stock": "open on the last day: ended_on empty or later",
    "rate": "top over bottom",
}
INDICATOR_TAKES: Final = {
    "count": "number of facts",
    "sum": "sum of quantities",
    "distinct-person": "number of different persons, per unit and period",
    "distinct-unit": "number of different units, per unit and period",
    "distinct-code": "number of different codes, per unit and period",
}
CUTS: Final = {
    "unit": "by unit",
    "district": "by district",
    "year": "by year",
    "quarter": "by quarter",
    "month": "by month",
    "kind": "by kind of fact",
    "code": "by code",
    "level": "by level",
    "issuer": "by issuer",
    "sex": "by sex",
    "age": "by age band",
    "occupation": "by occupation",
}
DIRECTIONS: Final = {"up": "more is better", "down": "less is better"}
TARGET_BOUNDS: Final = {
    "at_least": "this number or more",
    "at_most": "this number or less",
    "about": "around this number",
    "equals": "this very number",
}
FIGURE_BOUNDS: Final = {
    "exact": "the number as printed",
    "more": "余, 多: somewhat more than this",
    "at_least": "以上, 不低于: this or more",
    "about": "左右, 近: around this",
}
STATUSES: Final = {"ok": "as printed, and clear", "unclear": "garbled or cut in print: shown so, joins nothing"}
BLOCK_KINDS: Final = {
    "figures": "numbers with their titles",
    "dots": "one dot a person or thing",
    "fan": "a fan of quantities",
    "tiers": "tiers from one to many",
    "bignumber": "one large number",
    "cranes": "quay cranes as bars",
    "libraries": "shelves and one platform",
    "cells": "cells of a table",
    "bars": "bars from zero",
    "share": "a share of a whole",
    "stages": "stages in order",
    "ruler": "a ruler with a mark",
    "text": "words only",
    "terms": "terms and what they mean",
    "list": "a list of lines",
}
