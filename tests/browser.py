"""What a person does in the browser, for the tests of tests/e2e."""

from tests.factories.accounts import PASSWORD


def sign_in(page, user, password=PASSWORD):
    """Through the real sign-in page, as everybody does."""
    page.goto("/accounts/login/")
    form = page.locator("form:has(input[name=password])")
    form.locator("input[name=login]").fill(user.email)
    form.locator("input[name=password]").fill(password)
    form.locator("button[type=submit], button:not([type])").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def sign_out(page):
    """The cookies gone, as after a closed browser."""
    page.context.clear_cookies()
