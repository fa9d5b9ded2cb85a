"""The sign-in page in a real browser."""


def test_the_sign_in_page_loads_without_a_complaint(page):
    answer = page.goto("/account/login/")

    assert (answer.status, page.locator("input[type=password]").count()) == (200, 1)
