"""What each duty's first screen shows: which figures come first, and the pages where its work goes on. A table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.actor import Actor

ON_TOP = 7  # figures of a first screen
TARGETS, PUBLISHED, UNCLEAR = "targets", "published", "unclear"


@dataclass(frozen=True)
class Step:
    """One page where a duty's work goes on; ``url`` is a URL name. A page that is not there yet is not shown."""

    title: str | Promise
    url: str
    carries: bool = True


@dataclass(frozen=True)
class Screen:
    """A duty's first screen: how its figures are picked, kinds of facts looked at first, its pages."""

    steps: tuple[Step, ...]
    look: str = TARGETS
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """One step with its address."""

    title: str
    url: str


PROGRESS = Step(_("看各地进度"), "desk:progress")
INDICATORS = Step(_("看全部指标"), "desk:indicators")
PEOPLE = Step(_("找人、看画像"), "desk:people")
DRAFTS = Step(_("定更正和确认"), "desk:changes")
REGISTER = Step(_("登记一人"), "desk:person_new")
TWINS = Step(_("查重"), "desk:twins")
SIGHT = Step(_("谁看得到什么"), "desk:rights")
TRAIL = Step(_("查留痕"), "desk:audit")
POSTERS = Step(_("看一图读懂"), "front:posters", carries=False)
HONOURS = Step(_("看荣誉墙"), "front:honours", carries=False)
NOTICES = Step(_("看公告"), "front:notices", carries=False)

# The first duty in this order gives the screen of whoever holds several.
SCREENS: dict[str, Screen] = {
    "union.leader": Screen((PROGRESS, DRAFTS, SIGHT, POSTERS)),
    "union.reviewer": Screen((DRAFTS, PEOPLE, PROGRESS)),
    "union.clerk": Screen((PROGRESS, PEOPLE, REGISTER, DRAFTS, TWINS)),
    "hr": Screen((PEOPLE, REGISTER, DRAFTS, INDICATORS), kinds=("learning.", "credentials.", "contests.", "people.")),
    "academy": Screen((INDICATORS, PROGRESS, NOTICES), kinds=("learning.", "credentials.")),
    "examiner": Screen((INDICATORS, HONOURS), kinds=("credentials.", "learning.")),
    "judge": Screen((INDICATORS, HONOURS, NOTICES), kinds=("contests.",)),
    "expert": Screen((INDICATORS, HONOURS), kinds=("innovation.", "honour.", "studio.")),
    "auditor": Screen((TRAIL, SIGHT, PEOPLE, INDICATORS), look=PUBLISHED),
    "policy.maker": Screen((INDICATORS, POSTERS), look=UNCLEAR),
    "policy.confirmer": Screen((INDICATORS, POSTERS), look=UNCLEAR),
    "snapshot.maker": Screen((POSTERS, INDICATORS), look=PUBLISHED),
    "snapshot.approver": Screen((POSTERS, INDICATORS), look=PUBLISHED),
}
PLAIN = Screen((INDICATORS, NOTICES))


def screen_of(actor: Actor) -> Screen:
    """Return the first screen of whoever holds these duties."""
    held = {grant.name for grant in actor.duties}
    return next((screen for duty, screen in SCREENS.items() if duty in held), PLAIN)


def ways_of(screen: Screen, query: str, barred: Sequence[str] = ()) -> list[Way]:
    """Return a screen's pages that are there and open to the reader, each with its address."""
    found = []
    for step in screen.steps:
        if step.url in barred:
            continue
        try:
            address = reverse(step.url)
        except NoReverseMatch:
            continue
        found.append(Way(str(step.title), f"{address}{query if step.carries else ''}"))
    return found
