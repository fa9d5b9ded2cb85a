"""The session store: Django's own, with the owner, the device and the last use in columns."""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db

from jiangxin.people.models import Session

DEVICE, SINCE, SEEN = "device", "since", "seen"  # what a signed-in session holds


class SessionStore(db.SessionStore):
    """Keeps sessions in ``people_session``."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model of the rows."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of this session, with what its owner is shown."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        owner = data.get("_auth_user_id")
        row.user_id = int(owner) if owner else None
        row.device = str(data.get(DEVICE, ""))[:40]
        row.since, row.seen_at = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        return row


def digest_of(key: str | None) -> str:
    """Return the name of a session that may be shown and written down; its key opens it and may not."""
    return hashlib.sha256(f"session {key}".encode()).hexdigest()[:16] if key else ""


def device_of(agent: str) -> str:
    """Return browser and system of a User-Agent, such as ``Chrome·Windows``; blank for neither."""
    browsers = {"MicroMessenger": "WeChat", "DingTalk": "DingTalk", "Edg": "Edge", "Firefox": "Firefox", "OPR": "Opera"}
    browsers |= {"Chrome": "Chrome", "Safari": "Safari"}
    systems = {"OpenHarmony": "HarmonyOS", "HarmonyOS": "HarmonyOS", "Windows": "Windows", "Android": "Android"}
    systems |= {"iPhone": "iPhone", "iPad": "iPad", "Mac OS X": "macOS", "Linux": "Linux"}
    found = [next((name for sign, name in signs.items() if sign in agent), "") for signs in (browsers, systems)]
    return "·".join(part for part in found if part)


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
