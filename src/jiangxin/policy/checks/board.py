"""Indicators, targets, figures and posters: what they name exists and agrees."""

import itertools

from jiangxin.kernel.words import _
from jiangxin.policy.checks.conditions import places_in
from jiangxin.policy.checks.ground import Ground
from jiangxin.policy.checks.measures import FACTS_OF_ALL, check_sum, check_where
from jiangxin.policy.entries.board import Figure, Indicator, Poster, PosterItem
from jiangxin.policy.problems import hint

_PLACES = ("{value}",)


def check(ground: Ground) -> None:
    """Check indicators, figures and posters."""
    for indicator in ground.indicators.values():
        _check_indicator(ground, indicator)
    _check_natures(ground)
    for figure in ground.figures.values():
        _check_figure(ground, figure)
    for poster in ground.posters.values():
        for _chapter, _block, item in poster.items():
            _check_item(ground, poster, item)


def _check_indicator(ground: Ground, indicator: Indicator) -> None:
    kinds = [ground.kinds[name] for name in indicator.of if name in ground.kinds]
    check_where(ground, indicator.where, kinds)
    if indicator.take == "sum":
        check_sum(ground, indicator.origin, kinds, FACTS_OF_ALL)
    if indicator.nature == "stock" and kinds and not all(kind.span for kind in kinds):
        words = {"kinds": "、".join(kind.id for kind in kinds if not kind.span)}
        message = _("存量要数还没结束的；事项 %(kinds)s 没有起止（span）") % words
        ground.wrong(indicator.origin, "nature", message=message)
    for side in ("top", "bottom"):
        part = ground.indicators.get(getattr(indicator, side))
        if part is not None and part.nature == "rate":
            message = _("比率的上下两项不能又是比率：“%(name)s”") % {"name": part.id}
            ground.wrong(indicator.origin, side, message=message)


def _check_natures(ground: Ground) -> None:
    """An indicator that overrides another keeps its nature, or says how old numbers carry on."""
    for lower, upper in itertools.combinations(ground.chain, 2):
        for name, now in upper.tables["indicators"].items():
            before = lower.tables["indicators"].get(name)
            if isinstance(before, Indicator) and isinstance(now, Indicator) and changes_nature(before, now):
                ground.wrong(now.origin, "nature", message=nature_words(before, now))


def changes_nature(before: Indicator, now: Indicator) -> bool:
    """Tell whether an indicator changes what its past numbers mean without a note on it."""
    return before.nature != now.nature and not now.note


def nature_words(before: Indicator, now: Indicator) -> str:
    """Say what is wrong with an indicator that changes its nature."""
    words = {"name": now.id, "before": before.nature, "after": now.nature}
    return _("指标“%(name)s”的性质从%(before)s改成%(after)s，已有的数会变；写上 note，说明旧数怎么接") % words


def _check_figure(ground: Ground, figure: Figure) -> None:
    indicator = ground.indicators.get(figure.indicator)
    if indicator is None:
        return
    if figure.unit != indicator.unit:
        words = {"unit": figure.unit, "indicator": indicator.id, "other": indicator.unit}
        message = _("单位“%(unit)s”和指标“%(indicator)s”的“%(other)s”不同；人和人次不是一回事") % words
        ground.wrong(figure.origin, "unit", message=message)
    if figure.nature != indicator.nature:
        words = {"nature": figure.nature, "indicator": indicator.id, "other": indicator.nature}
        message = _("“%(nature)s”和指标“%(indicator)s”的“%(other)s”不同") % words
        ground.wrong(figure.origin, "nature", message=message)


def _check_item(ground: Ground, poster: Poster, item: PosterItem) -> None:
    for words in (item.wording.zh_hans, item.wording.en) if item.wording else ():
        for place in places_in(words):
            if place not in _PLACES:
                message = _("文字里的“%(place)s”填不上") % {"place": place}
                ground.wrong(item.origin, "wording", message=message, hint=hint(place, _PLACES))
    if item.target and f"{poster.year}/{item.target}" not in ground.known("targets") and not ground.excused("targets"):
        words_ = {"name": item.target, "year": poster.year}
        year = [name.partition("/")[2] for name in ground.known("targets") if name.startswith(f"{poster.year}/")]
        message = _("%(year)d年没有“%(name)s”这个目标") % words_
        ground.wrong(item.origin, "target", message=message, hint=hint(item.target, year))
    if item.amount:
        _check_amount(ground, item)


def _check_amount(ground: Ground, item: PosterItem) -> None:
    name, _dot, part = item.amount.partition(".")
    amount = ground.amounts.get(name)
    if amount is None:
        if name not in ground.known("amounts"):
            ground.unknown(item.origin, "amount", table="amounts", name=name)
        return
    parts = ground.names(amount.origin, "line", (line.id for line in amount.line))
    parts += [cap for cap in ("cap", "cap_total") if getattr(amount, cap) is not None]
    if part not in parts:
        message = _("金额“%(amount)s”没有“%(line)s”这一行") % {"amount": name, "line": part}
        ground.wrong(item.origin, "amount", message=message, hint=hint(part, parts))
