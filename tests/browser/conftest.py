"""A real Chromium on the live server; a page that complains in its console fails its test."""

import pytest


def pytest_collection_modifyitems(items):
    """Mark everything in this folder, so that the second database can leave it out."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


def complains(line):
    """Tell whether a console line counts: errors and warnings, but for an icon that the browser asks for unbidden."""
    return line.type in {"error", "warning"} and not line.location["url"].endswith("/favicon.ico")


@pytest.fixture
def page(chromium, live_server):
    """Return a page of 1280 × 800 in Chinese whose addresses start at the live server."""
    context = chromium.new_context(
        base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if complains(line) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
