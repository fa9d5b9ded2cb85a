"""The acts on persons that the desk itself offers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiangxin.doors.desk.picked import Act, FirstDayForm, LastDayForm
from jiangxin.kernel.actor import Actor
from jiangxin.people.access import can_register_persons
from jiangxin.people.services import picked


def _end(actor: Actor, person_id: int, said: Mapping[str, Any]) -> str:
    count = picked.end_spells(actor=actor, person_id=person_id, until=said["until"], kind=said["kind"])
    return ngettext("结束了%(count)s段", "结束了%(count)s段", count) % {"count": count}


def _join(actor: Actor, person_id: int, said: Mapping[str, Any]) -> str:
    picked.join_union(actor=actor, person_id=person_id, since=said["since"])
    return _("%(day)s起是会员") % {"day": said["since"]}


END_SPELLS = Act(
    "end-spells",
    gettext_lazy("结束在册"),
    gettext_lazy("选中的人在你经办的单位里的时段都到这天为止；账随着记结束，错了要逐条更正。"),
    LastDayForm,
    _end,
    can_register_persons,
)
JOIN_UNION = Act(
    "join-union",
    gettext_lazy("登记入会"),
    gettext_lazy("从这天起，在各人主要任职的单位入会；已经是会员的不动。"),
    FirstDayForm,
    _join,
    can_register_persons,
)
