"""What one could be put forward for, by today's facts: each condition met or not, and what is missing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiangxin.doors.me import words
from jiangxin.insight.queries import Portrait


@dataclass(frozen=True)
class Fit:
    """One scheme: conditions met of all, the words of those missing, by which text."""

    id: str
    title: str
    met: int
    of: int
    missing: tuple[str, ...]
    basis: str
    platform_default: bool

    @property
    def enough(self) -> bool:
        """Tell whether every condition is met."""
        return self.met == self.of

    @property
    def finding(self) -> str:
        """Say the notches in words."""
        return _("%(of)s条够%(met)s条") % {"of": self.of, "met": self.met}


def fits_of(portrait: Portrait) -> list[Fit]:
    """Return the schemes for persons that hold on the portrait's day, the nearest first."""
    schemes = [one for one in portrait.book.schemes.values() if one.subject == "person" and one.holds_on(portrait.on)]
    found = [_fit(portrait, one.id) for one in schemes if one.require]
    return sorted(found, key=lambda fit: (fit.of - fit.met, fit.title))


def _fit(portrait: Portrait, name: str) -> Fit:
    scheme, standing = portrait.book.schemes[name], portrait.evaluation.scheme(name)
    return Fit(
        id=name,
        title=words.said(scheme.title),
        met=sum(line.met for line in standing.lines),
        of=len(standing.lines),
        missing=tuple(words.said(line.text) for line in standing.lines if not line.met),
        basis=words.basis_words(portrait.book, scheme.basis),
        platform_default=scheme.basis.platform_default,
    )
