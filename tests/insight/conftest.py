from tests.books.conftest import _day, _no_kinds_left  # noqa: F401 -- the same day, the same clean catalogue
