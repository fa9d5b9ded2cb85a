"""Policy books as data: read, check, resolve, evaluate one subject. Plain Python.

``resolve(read_folder("policies/ningbo"), parents_in("policies"))`` gives a Book;
``evaluate(person, facts, book, on=day)`` one subject's standing, with reasons.
"""

from jiangxin.policy.base import base_kinds, shipped_book
from jiangxin.policy.book import Book
from jiangxin.policy.cases import CaseFailure, run_cases
from jiangxin.policy.evaluate import Evaluation, evaluate, evaluate_schemes, evaluate_score
from jiangxin.policy.facts import FactIndex, FactRow
from jiangxin.policy.measures import MeasureResult
from jiangxin.policy.people import PersonView
from jiangxin.policy.problems import BookRefused, Problem
from jiangxin.policy.resolve import check, resolve
from jiangxin.policy.text import BookText, Parents, parents_in, policies_folder, read_folder

__all__ = [
    "Book",
    "BookRefused",
    "BookText",
    "CaseFailure",
    "Evaluation",
    "FactIndex",
    "FactRow",
    "MeasureResult",
    "Parents",
    "PersonView",
    "Problem",
    "base_kinds",
    "check",
    "evaluate",
    "evaluate_schemes",
    "evaluate_score",
    "parents_in",
    "policies_folder",
    "read_folder",
    "resolve",
    "run_cases",
    "shipped_book",
]
