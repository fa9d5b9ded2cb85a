"""Names: every reference has its entry, no name stands twice, no kind of a parent is changed."""

from collections.abc import Iterable
from datetime import date

from jiangxin.kernel.words import _
from jiangxin.policy.checks.ground import TABLE_WORDS, Ground
from jiangxin.policy.entries.common import Origin
from jiangxin.policy.entries.rules import Condition
from jiangxin.policy.entries.stock import CodeList
from jiangxin.policy.problems import Problem, hint


def check(ground: Ground) -> None:
    """Check the names of a book."""
    _check_references(ground)
    _check_kinds(ground)
    _check_rules(ground)
    for amount in ground.amounts.values():
        ground.unique((line.id, line.origin) for line in amount.line)
    for poster in ground.posters.values():
        ground.unique((chapter.id, chapter.origin) for chapter in poster.chapter)
        ground.unique((block.id, block.origin) for chapter in poster.chapter for block in chapter.block)
        ground.unique((item.id, item.origin) for _chapter, _block, item in poster.items())
    for codes in ground.lists.values():
        _check_codes(ground, codes)


def _check_references(ground: Ground) -> None:
    for one in ground.own.notes.references:
        if one.id in ground.known(one.table) or ground.excused(one.table):
            continue
        message = _("没有叫“%(name)s”的%(what)s") % {"name": one.id, "what": TABLE_WORDS[one.table]}
        ground.problems.append(Problem(one.file, one.line, message, hint(one.id, ground.known(one.table))))


def _check_kinds(ground: Ground) -> None:
    for name, origin in ground.own.declared["kinds"].items():
        for book in ground.chain[:-1]:
            if name in book.declared["kinds"]:
                words = {"name": name, "book": book.id}
                message = _("事项“%(name)s”是上级“%(book)s”定的，不能改；另起一个名字") % words
                ground.wrong(origin, message=message)


def _check_rules(ground: Ground) -> None:
    for score in ground.scores.values():
        ground.unique((axis.id, axis.origin) for axis in score.axis)
        ground.unique((item.id or item.measure, item.origin) for item in score.item)
    for ladder in ground.ladders.values():
        ground.unique((stage.id, stage.origin) for stage in ladder.stage)
        for stage in ladder.stage:
            ground.unique(_condition_names(stage.enter))
            ground.unique(_condition_names(stage.leave))
    for scheme in ground.schemes.values():
        ground.unique(_condition_names(scheme.require))
        ground.unique((step.id, step.origin) for step in scheme.step)


def _condition_names(conditions: Iterable[Condition]) -> list[tuple[str, Origin]]:
    names: list[tuple[str, Origin]] = []
    for condition in conditions:
        names.append((condition.id, condition.origin))
        names.extend(_condition_names(condition.parts))
    return names


def _check_codes(ground: Ground, codes: CodeList) -> None:
    """A code may stand in a list again under new words, but not twice for one day."""
    held: dict[str, tuple[date, Origin]] = {}
    for entry in sorted(codes.entry, key=lambda entry: entry.since or date.min):
        until, there = held.get(entry.code, (None, entry.origin))
        if until is not None and (entry.since or date.min) <= until:
            words = {"name": entry.code, "file": there.file, "line": there.line}
            message = _("“%(name)s”已在 %(file)s 第%(line)d行写过；一个名字只写一次") % words
            ground.wrong(entry.origin, "code", message=message)
        held[entry.code] = (entry.until or date.max, entry.origin)
