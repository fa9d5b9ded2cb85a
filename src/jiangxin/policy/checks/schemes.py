"""Worked examples: what they hold and expect exists."""

from collections.abc import Collection, Iterator

from jiangxin.kernel.words import _
from jiangxin.policy.checks.facts import check_code, check_level
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.entries.rules import Case, Ladder, Scheme, Score
from jiangxin.policy.problems import hint


def check(ground: Ground) -> None:
    """Check the examples of schemes, scores and ladders."""
    for owner in owners(ground):
        for case in owner.case:
            _check_facts(ground, case)
            _check_expect(ground, case, owner)


def owners(ground: Ground) -> Iterator[Scheme | Score | Ladder]:
    """Yield every entry that has examples."""
    yield from ground.schemes.values()
    yield from ground.scores.values()
    yield from ground.ladders.values()


def _check_facts(ground: Ground, case: Case) -> None:
    for fact in case.facts:
        kind = ground.kinds.get(fact.kind)
        if kind is None:
            continue
        check_code(ground, fact.origin, "code", kind=kind, code=fact.code)
        check_level(ground, fact.origin, "level", kind=kind, level=fact.level)
        if fact.ended_on is not None and not kind.span:
            message = _("事项“%(kind)s”没有起止（span），不能写 ended_on") % {"kind": kind.id}
            ground.wrong(fact.origin, "ended_on", message=message)
        if fact.quantity > kind.max:
            words = {"kind": kind.id, "max": kind.max}
            message = _("事项“%(kind)s”的数量最大%(max)d") % words
            ground.wrong(fact.origin, "quantity", message=message)


def _check_expect(ground: Ground, case: Case, owner: Scheme | Score | Ladder) -> None:
    expect = case.expect
    given = (expect.eligible, expect.missing, expect.total, expect.due)
    if not any(one is not None for one in given) and not expect.points and not expect.measures:
        ground.wrong(expect.origin, message=str(_("例子没有写要得出什么（expect）")))
    if isinstance(owner, Scheme):
        ids = ground.names(owner.origin, "require", (condition.id for condition in owner.require))
        for index, name in enumerate(expect.missing or ()):
            _check_name(ground, case, "missing", index, name=name, names=ids)
    elif expect.eligible is not None or expect.missing is not None:
        ground.wrong(expect.origin, message=str(_("eligible 和 missing 只写在方案的例子里")))
    for name in expect.measures:
        if name not in ground.known("measures"):
            ground.unknown(expect.origin, "measures", name, table="measures", name=name)
    _check_points(ground, case, owner)
    stages = [
        f"{ladder.id}/{stage}"
        for ladder in ground.ladders.values()
        for stage in ground.names(ladder.origin, "stage", (stage.id for stage in ladder.stage))
    ]
    for index, name in enumerate(expect.due or ()):
        _check_name(ground, case, "due", index, name=name, names=stages)


def _check_points(ground: Ground, case: Case, owner: Scheme | Score | Ladder) -> None:
    expect = case.expect
    if not expect.points and expect.total is None:
        return
    score_id = case.score or (owner.id if isinstance(owner, Score) else "")
    scores = [ground.scores[score_id]] if score_id in ground.scores else list(ground.scores.values())
    if len(scores) != 1 and not score_id:
        ground.wrong(case.origin, message=str(_("例子要写是哪个赋分的分（score）")))
        return
    for name in expect.points:
        axes = [axis for score in scores for axis in ground.names(score.origin, "axis", (one.id for one in score.axis))]
        _check_name(ground, case, "points", name, name=name, names=axes)


def _check_name(ground: Ground, case: Case, *path: str | int, name: str, names: Collection[str]) -> None:
    if name not in names:
        message = _("例子里的“%(name)s”这里没有") % {"name": name}
        ground.wrong(case.expect.origin, *path, message=message, hint=hint(name, names))
