"""What a person does in the browser, and how a test gets there."""

from django.conf import settings
from django.test import Client

from tests.factories.accounts import PASSWORD


def sign_in(page, user, password=PASSWORD):
    """Through the real sign-in page, as everybody does."""
    page.goto("/accounts/login/")
    form = page.locator("form:has(input[name=password])")
    form.locator("input[name=login]").fill(user.email)
    form.locator("input[name=password]").fill(password)
    form.locator("button[type=submit], button:not([type])").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def already_signed_in(page, user):
    """As somebody who signed in before; the sign-in page has tests of its own."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}])


def sign_out(page):
    """The cookies gone, as after a closed browser."""
    page.context.clear_cookies()
