"""What a reader may open beside this page."""

from django import template

from jiangxin.kernel.actor import Actor
from jiangxin.people import access

register = template.Library()


@register.filter
def may_audit(actor: Actor) -> bool:
    """Tell whether the reader reads the audit."""
    return access.can_audit(actor)


@register.filter
def may_keep_logins(actor: Actor) -> bool:
    """Tell whether the reader looks after log-ins."""
    return access.can_create_user(actor)
