"""Tables that can be made again by name: a large one is written by a job, long after its page was left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict

from jiangxin.kernel.actor import Actor
from jiangxin.ui.tables.shape import Table


@dataclass(frozen=True)
class AskedTable:
    """Which table, by the parameters of its page; ``secret`` is what is asked for and must stand in no address."""

    name: str
    query: str
    secret: Mapping[str, str]

    @property
    def params(self) -> QueryDict:
        """Return the parameters as a request has them."""
        return QueryDict(self.query)


Maker = Callable[[Actor, AskedTable], Table]
_makers: dict[str, Maker] = {}


def add_table(name: str, maker: Maker) -> None:
    """Register how a table is made; call it in ``AppConfig.ready``. The maker refuses what the actor may not see."""
    if name in _makers:
        raise ImproperlyConfigured(f"table {name!r} is registered twice")
    _makers[name] = maker


def maker_of(name: str) -> Maker:
    """Return how a table is made."""
    return _makers[name]


def is_table(name: str) -> bool:
    """Tell whether a table of this name was registered."""
    return name in _makers
