"""The desk's pages, by the names its addresses use."""

from jiangxin.doors.desk.views.boards import home, indicators, progress
from jiangxin.doors.desk.views.drill import facts, facts_csv, indicator
from jiangxin.doors.desk.views.people import person

__all__ = ["facts", "facts_csv", "home", "indicator", "indicators", "person", "progress"]
