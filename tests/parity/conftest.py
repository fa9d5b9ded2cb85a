import pytest


def pytest_collection_modifyitems(items):
    """Let the library call DuckDB by a name that DuckDB is about to retire."""
    for item in items:
        if item.path.parent.name == "parity":
            item.add_marker(pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore:fetch_record_batch:DeprecationWarning"))
