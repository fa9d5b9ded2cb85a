"""Sight and rights of this room, by the names that other rooms use."""

from jiangxin.people.access.actors import PUBLIC, actor_of, for_purpose
from jiangxin.people.access.rights import (
    can_audit,
    can_break_glass,
    can_create_user,
    can_delegate,
    can_end_duty,
    can_end_sessions,
    can_give_duty,
    can_keep_persons,
    can_keep_units,
    can_link,
    can_look_after,
    can_read,
    can_register_persons,
    can_reveal,
    can_set_password,
    can_unlink,
    glasses_to_review,
    is_self,
    looked_after,
    require_staff,
    visible_persons,
    visible_units,
)

__all__ = [
    "PUBLIC", "actor_of", "can_audit", "can_break_glass", "can_create_user", "can_delegate", "can_end_duty",
    "can_end_sessions", "can_give_duty", "can_keep_persons", "can_keep_units", "can_link", "can_look_after",
    "can_read", "can_register_persons", "can_reveal", "can_set_password", "can_unlink", "for_purpose",
    "glasses_to_review", "is_self", "looked_after", "require_staff", "visible_persons", "visible_units",
]  # fmt: skip
