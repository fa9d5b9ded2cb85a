"""The one family of refusals: what is wrong, why, and what to do next."""

from typing import Any, ClassVar

from jiangxin.kernel.words import _


class Refusal(Exception):
    """A request that is understood and declined; anything else that is raised is a bug."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    default: ClassVar[str] = _("这件事现在不能办；请看说明，改好再试。")

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message)
        self._message = message
        self.details: dict[str, Any] = details

    @property
    def message(self) -> str:
        """What is wrong, why and what next, in the reader's language; details fill named placeholders."""
        text = str(self._message or self.default)
        return text % self.details if self.details and "%(" in text else text

    def __str__(self) -> str:
        return self.message


class NotAllowed(Refusal):
    """Seen, but not his to do."""

    code = "not-allowed"
    status = 403
    default = _("这一步不在你的职责内；请找有此职责的人办理。")


class NotFound(Refusal):
    """Not there, or outside what this actor may see."""

    code = "not-found"
    status = 404
    default = _("没有找到；请核对后再查。")


class Conflict(Refusal):
    """Somebody was there first, or the state has moved on."""

    code = "conflict"
    status = 409
    default = _("情况已经变了；请刷新，看过现状再办。")
