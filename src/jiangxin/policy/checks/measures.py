"""Measures: their codes and levels exist, their kinds go together, their sums fit into 64 bits."""

from jiangxin.kernel.words import _
from jiangxin.policy.checks.facts import check_level, codes_of
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.entries.common import Origin
from jiangxin.policy.entries.rules import ASKED_OCCUPATION, Measure, Where
from jiangxin.policy.entries.stock import Kind
from jiangxin.policy.grammar.sorts import MOST
from jiangxin.policy.problems import hint

FACTS_OF_ONE = 100_000  # facts of a kind that one subject may ever have
FACTS_OF_ALL = 2**32  # facts of a kind that all subjects together may ever have
YEARS_OF_ONE = 200


def check(ground: Ground) -> None:
    """Check every measure."""
    for measure in ground.measures.values():
        kinds = [ground.kinds[name] for name in measure.of if name in ground.kinds]
        check_where(ground, measure.where, kinds)
        if measure.gives_level:
            _check_levels(ground, measure, kinds)
        if measure.take == "years-covered":
            _check_spans(ground, measure, kinds)
        if measure.take == "sum":
            check_sum(ground, measure.origin, kinds, FACTS_OF_ONE)


def most(ground: Ground, measure: Measure) -> int:
    """Return the largest number a measure can give."""
    if measure.take.startswith("years"):
        return YEARS_OF_ONE
    kinds = [ground.kinds[name] for name in measure.of if name in ground.kinds]
    if measure.take == "sum":
        return sum(kind.max for kind in kinds) * FACTS_OF_ONE
    return FACTS_OF_ONE * max(1, len(kinds))


def levels_of(ground: Ground, measure: Measure) -> tuple[str, ...] | None:
    """Return the levels that a level measure gives, or None if its kinds could not be read."""
    kinds = [ground.kinds[name] for name in measure.of if name in ground.kinds]
    return kinds[0].levels if kinds else None


def check_where(ground: Ground, where: Where | None, kinds: list[Kind]) -> None:
    """Check that the codes and levels of a filter exist in the kinds it stands over."""
    if where is None:
        return
    codes = where.code_in if isinstance(where.code_in, tuple) else ()
    if where.code and where.code != ASKED_OCCUPATION:
        _check_code(ground, where.origin, "code", code=where.code, kinds=kinds)
    for index, code in enumerate(codes):
        _check_code(ground, where.origin, "code_in", index, code=code, kinds=kinds)
    for kind in kinds:
        check_level(ground, where.origin, "level_at_least", kind=kind, level=where.level_at_least)


def check_sum(ground: Ground, origin: Origin, kinds: list[Kind], facts: int) -> None:
    """Check that as many facts as there may be cannot overflow 64 bits."""
    if sum(kind.max for kind in kinds) * facts > MOST:
        words = {"kinds": "、".join(kind.id for kind in kinds)}
        message = _("合计会超出64位整数；给事项 %(kinds)s 写小一点的 max") % words
        ground.wrong(origin, "take", message=message)


def _check_code(ground: Ground, origin: Origin, *path: str | int, code: str, kinds: list[Kind]) -> None:
    """A code must stand in the list of one of the kinds at least; a kind without a list takes any."""
    lists = [ground.lists.get(kind.codes) for kind in kinds]
    known = {one for codes in lists if codes is not None for one in codes_of(ground, codes)}
    if not kinds or None in lists or code in known:
        return
    words = {"code": code, "list": "、".join(sorted({kind.codes for kind in kinds}))}
    ground.wrong(origin, *path, message=_("代码表“%(list)s”里没有“%(code)s”") % words, hint=hint(code, known))


def _check_levels(ground: Ground, measure: Measure, kinds: list[Kind]) -> None:
    for index, name in enumerate(measure.of):
        kind = ground.kinds.get(name)
        if kind is None:
            continue
        if not kind.levels:
            message = _("事项“%(kind)s”不分级别，不能用 %(take)s") % {"kind": name, "take": measure.take}
            ground.wrong(measure.origin, "of", index, message=message)
        elif kind.levels != kinds[0].levels:
            words = {"first": kinds[0].id, "second": name}
            message = _("“%(first)s”和“%(second)s”的级别不同，不能一起取级别") % words
            ground.wrong(measure.origin, "of", index, message=message)


def _check_spans(ground: Ground, measure: Measure, kinds: list[Kind]) -> None:
    if measure.within:
        ground.wrong(measure.origin, "within", message=str(_("years-covered 算到当天为止的累计年数，不能写 within")))
    for kind in kinds:
        if not kind.span:
            message = _("事项“%(kind)s”没有起止（span），不能用 years-covered") % {"kind": kind.id}
            ground.wrong(measure.origin, "of", measure.of.index(kind.id), message=message)
