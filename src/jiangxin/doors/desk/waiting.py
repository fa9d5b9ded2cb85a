"""What waits for whoever looks after others' rights."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import clock
from jiangxin.people import access
from jiangxin.ui.todo import Todo


def opened_files(request: HttpRequest) -> Iterator[Todo]:
    """Say how many files opened out of turn wait to be looked at again."""
    actor = request.actor  # type: ignore[attr-defined]
    if not access.can_look_after(actor):
        return
    waiting = list(access.glasses_to_review(actor).filter(verdict="").values_list("opened_at", flat=True))
    oldest = clock.civil(min(waiting)) if waiting else None
    yield Todo("glass", _("破例查看，要复核"), reverse("desk:glasses"), len(waiting), oldest)
