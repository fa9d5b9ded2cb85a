"""Sight and rights of this room, by the names that other rooms use."""

from jiangxin.people.access.actors import PUBLIC, actor_of, for_purpose
from jiangxin.people.access.rights import (
    can_create_user,
    can_give_duty,
    can_keep_persons,
    can_keep_units,
    can_link,
    can_read,
    can_register_persons,
    can_set_password,
    can_unlink,
    is_self,
    visible_persons,
    visible_units,
)

__all__ = [
    "PUBLIC", "actor_of", "can_create_user", "can_give_duty", "can_keep_persons", "can_keep_units", "can_link",
    "can_read", "can_register_persons", "can_set_password", "can_unlink", "for_purpose",
    "is_self", "visible_persons", "visible_units",
]  # fmt: skip
