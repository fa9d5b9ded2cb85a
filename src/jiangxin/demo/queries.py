"""How far the city is made, and who signs in."""

from typing import Any

from django.db import connection

from jiangxin.demo.city.lives import lives
from jiangxin.demo.city.source import plan
from jiangxin.demo.models import Step


def there() -> bool:
    """Tell whether the database knows this room at all."""
    return Step._meta.db_table in connection.introspection.table_names()


def parameters() -> dict[str, int]:
    """Return the seed and number of persons the city was begun with; empty where there is none."""
    step = Step.objects.first()
    return dict(step.parameters) if step else {}


def logins() -> list[dict[str, Any]]:
    """Return every log-in of the plan: role, user, password, person, unit, url."""
    named = {life["id"]: life["name"] for life in lives()}
    logins_ = plan("logins")
    return [
        {
            "role": line["role"],
            "user": line["user"],
            "password": logins_["password"],
            "person": named[line["life"]],
            "unit": line["unit"],
            "url": line["url"],
        }
        for line in logins_["login"]
    ]
