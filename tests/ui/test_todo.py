from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from jiangxin.ui.todo import Todo, Todos

OLD = date(2024, 9, 2)


def todo(key: str, count: int = 1) -> Todo:
    return Todo(key, "待办", f"/desk/{key}/", count, OLD)


def test_todos_come_by_order_then_key_and_leave_out_what_counts_none():
    todos = Todos()
    todos.add("later", lambda request: [todo("claims", 3)], 50)
    todos.add("first", lambda request: [todo("changes", 2), todo("declared", 0)], 10)
    todos.add("also", lambda request: [todo("merges")], 50)

    assert todos.waiting(HttpRequest()) == [todo("changes", 2), todo("merges"), todo("claims", 3)]


def test_todos_of_nobody_are_none():
    assert Todos().waiting(HttpRequest()) == []


def test_todos_added_twice_or_after_the_first_reading_are_refused():
    todos = Todos()
    todos.add("changes", lambda request: [todo("changes")], 10)

    with pytest.raises(ImproperlyConfigured, match="added twice"):
        todos.add("changes", lambda request: [], 20)
    assert todos.waiting(HttpRequest()) == [todo("changes")]
    with pytest.raises(ImproperlyConfigured, match="too late"):
        todos.add("claims", lambda request: [], 20)
    assert todos.waiting(HttpRequest()) == [todo("changes")]
