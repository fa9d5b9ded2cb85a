"""Codes and levels that rules name: they exist in the kinds and lists they are taken from."""

from jiangxin.kernel.words import _
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.entries.common import Origin
from jiangxin.policy.entries.stock import CodeList, Kind
from jiangxin.policy.problems import hint


def check(ground: Ground) -> None:
    """Check what schemes give and what their examples hold."""
    for scheme in ground.schemes.values():
        outcome = scheme.outcome
        if outcome is None:
            continue
        kind = ground.kinds.get(outcome.fact)
        if kind is not None:
            check_code(ground, outcome.origin, "code", kind=kind, code=outcome.code)
            check_level(ground, outcome.origin, "level", kind=kind, level=outcome.level)
            if scheme.subject not in kind.subject:
                words = {"kind": kind.id, "subject": scheme.subject}
                message = _("事项“%(kind)s”不记 %(subject)s") % words
                ground.wrong(outcome.origin, "fact", message=message, hint=hint(scheme.subject, kind.subject))


def check_code(ground: Ground, origin: Origin, *path: str | int, kind: Kind, code: str) -> None:
    """Check that a kind's list has a code; a kind without a list takes any."""
    codes = ground.lists.get(kind.codes)
    known = codes_of(ground, codes) if codes else set()
    if not code or codes is None or code in known:
        return
    words = {"code": code, "list": kind.codes}
    message = _("代码表“%(list)s”里没有“%(code)s”") % words
    ground.wrong(origin, *path, message=message, hint=hint(code, known))


def codes_of(ground: Ground, codes: CodeList) -> set[str]:
    """Return all codes a list ever had, with those that could not be read."""
    return set(ground.names(codes.origin, "entry", codes.codes()))


def check_level(ground: Ground, origin: Origin, *path: str | int, kind: Kind, level: str) -> None:
    """Check that a kind has a level."""
    if not level or level in kind.levels:
        return
    words = {"kind": kind.id, "level": level}
    message = _("事项“%(kind)s”没有级别“%(level)s”") % words
    ground.wrong(origin, *path, message=message, hint=hint(level, kind.levels))
