"""Where one stands on the ladders: the stage entered, what today's facts are enough for, what is missing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.doors.me import words
from jiangxin.insight.queries import Portrait
from jiangxin.policy.bounds import bound_on
from jiangxin.policy.conditions import Line as Condition
from jiangxin.policy.entries import rules
from jiangxin.policy.ladders import StageDue
from jiangxin.ui.charts.ruler import Stage
from jiangxin.ui.format import points


@dataclass(frozen=True)
class Next:
    """A stage one may enter next or must leave: whether today's facts are enough, and each condition."""

    title: str
    met: bool
    leave: bool
    conditions: tuple[Condition, ...]
    missing: int  # points still missing where nothing but points is missing, hundredths
    basis: str
    platform_default: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return the words of the conditions that are not met."""
        return tuple(words.said(line.text) for line in self.conditions if not line.met)


@dataclass(frozen=True)
class Ladder:
    """One ladder: the stage entered (blank for none) and since when, what comes next, the ruler where points count."""

    id: str
    title: str
    stage: str
    since: date | None
    nexts: tuple[Next, ...]
    platform_default: bool
    ruler: tuple[Stage, ...]
    at: float
    full: float

    @property
    def open(self) -> bool:
        """Tell whether today's facts are enough for a stage."""
        return any(one.met and not one.leave for one in self.nexts)

    @property
    def reading(self) -> str:
        """Return the points as the ruler prints them."""
        return points(round(self.at * 100))

    @property
    def finding(self) -> str:
        """Say the ruler in words."""
        stations = "、".join(
            _("%(stage)s%(points)s分起") % {"stage": stage.title, "points": points(round(stage.starts * 100))}
            if stage.starts
            else stage.title
            for stage in self.ruler
        )
        return _("%(stations)s；现在%(points)s分") % {"stations": stations, "points": self.reading}


def ladders_of(portrait: Portrait) -> tuple[Ladder, ...]:
    """Return the ladders switched on for persons that go by points, that he has entered or may; by points first."""
    found = [
        _ladder(portrait, ladder)
        for ladder in portrait.book.ladders.values()
        if ladder.switched_on and ladder.subject == "person"
    ]
    return tuple(
        sorted((one for one in found if one.ruler or one.stage or one.open), key=lambda ladder: not ladder.ruler)
    )


def _ladder(portrait: Portrait, ladder: rules.Ladder) -> Ladder:
    stage, fact_id = portrait.stages.get(ladder.id, ("", 0))
    held = ladder.stage_of(stage)
    score = portrait.book.scores.get(portrait.score)
    fact = next((row for row in portrait.facts if row.id == fact_id), None)
    return Ladder(
        id=ladder.id,
        title=words.said(ladder.title),
        stage=words.said(held.title) if held else "",
        since=fact.happened_on if fact else None,
        nexts=tuple(_next(portrait, ladder, due) for due in portrait.due if due.ladder == ladder.id),
        platform_default=ladder.basis.platform_default,
        ruler=_ruler(portrait, ladder),
        at=portrait.total / 100,
        full=(score.cap if score else 0) / 100,
    )


def _next(portrait: Portrait, ladder: rules.Ladder, due: StageDue) -> Next:
    stage = ladder.stage_of(due.stage)
    lacking = [line for line in due.conditions if not line.met]
    lines = dict(zip((line.id for line in due.conditions), stage.enter if stage else (), strict=False))
    by_points = [line for line in lacking if lines.get(line.id) and lines[line.id].score == portrait.score]
    missing = 0
    if len(lacking) == 1 and by_points and isinstance(by_points[0].need, int):
        missing = max(by_points[0].need - portrait.total, 0)
    return Next(
        title=words.said(stage.title) if stage else due.stage,
        met=due.met,
        leave=due.move == "leave",
        conditions=due.conditions,
        missing=missing,
        basis=words.basis_words(portrait.book, stage.basis if stage else None),
        platform_default=bool(stage and stage.basis.platform_default),
    )


def _ruler(portrait: Portrait, ladder: rules.Ladder) -> tuple[Stage, ...]:
    """Return the points at which each stage begins; none for a ladder that does not go by points."""
    starts = [_starts(portrait, stage) for stage in ladder.stage]
    if not any(starts):
        return ()
    return tuple(Stage(words.said(stage.title), start / 100) for stage, start in zip(ladder.stage, starts, strict=True))


def _starts(portrait: Portrait, stage: rules.Stage) -> int:
    for condition in stage.enter:
        if condition.score == portrait.score and condition.at_least is not None:
            bound = bound_on(condition.at_least, (), portrait.book.values, portrait.on)
            return bound if isinstance(bound, int) else 0
    return 0
