"""What must be right before anything is served: guards of the ledger, ids, order of text, key ring, kinds."""

from django.core import checks

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _


class NotSound(Refusal):
    """The database or its keys are not as they should be; each problem says what to do."""

    code = "not-sound"
    status = 500
    default = _("不能启动：%(problems)s")


def refuse_unsound() -> None:
    """Refuse to go on while a check of the database or of the kinds finds an error."""
    found = checks.run_checks(tags=[checks.Tags.database, checks.Tags.models], databases=["default"])
    errors = [f"{one.msg}；{one.hint}" if one.hint else str(one.msg) for one in found if one.level >= checks.ERROR]
    if errors:
        raise NotSound(problems="\n".join(errors))
