"""The registry of menu entries, tiles and tabs."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiangxin.ui.menu import Entry, Registry, Tab, Tile


def nothing(request):
    return None


def test_entries_come_in_order_by_place():
    registry = Registry()
    registry.add_entry("top", Entry("b", "乙", "b", order=20))
    registry.add_entry("foot", Entry("b", "乙", "b"))
    registry.add_entry("top", Entry("a", "甲", "a", order=10))

    assert [entry.key for entry in registry.entries("top")] == ["a", "b"]
    assert registry.entries("phone") == []


def test_tiles_and_tabs_come_in_order():
    registry = Registry()
    registry.add_tile("me", Tile("b.html", nothing, 20))
    registry.add_tile("me", Tile("a.html", nothing, 10))
    registry.add_tab(Tab("b", "乙", "b", order=20))
    registry.add_tab(Tab("a", "甲", "a", order=10))

    assert [tile.template for tile in registry.tiles("me")] == ["a.html", "b.html"]
    assert [tab.key for tab in registry.tabs()] == ["a", "b"]


@pytest.mark.parametrize(
    ("add", "complaint"),
    [
        (lambda registry: registry.add_entry("top", Entry("a", "别的", "b")), "menu 'a' is registered twice"),
        (lambda registry: registry.add_tile("me", Tile("a.html", nothing, 9)), "tile me 'a.html' is registered twice"),
        (lambda registry: registry.add_tab(Tab("a", "别的", "b")), "tab 'a' is registered twice"),
    ],
)
def test_a_second_of_the_same_is_refused_and_changes_nothing(add, complaint):
    registry = Registry()
    registry.add_entry("top", Entry("a", "甲", "a"))
    registry.add_tile("me", Tile("a.html", nothing, 1))
    registry.add_tab(Tab("a", "甲", "a"))

    with pytest.raises(ImproperlyConfigured) as caught:
        add(registry)

    assert str(caught.value) == complaint
    assert [entry.title for entry in registry.entries("top")] == ["甲"]
    assert [tile.order for tile in registry.tiles("me")] == [1]
    assert [tab.title for tab in registry.tabs()] == ["甲"]


def test_registering_after_the_first_reading_is_refused_and_changes_nothing():
    registry = Registry()
    registry.entries("top")

    with pytest.raises(ImproperlyConfigured) as caught:
        registry.add_entry("top", Entry("a", "甲", "a"))

    assert str(caught.value) == "menu 'a' comes too late: register it in AppConfig.ready()"
    assert registry.entries("top") == []
