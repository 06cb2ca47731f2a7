"""Every address of the portal asked by every role: the answers stand in permission_matrix.txt.

The file is generated (WRITE_PERMISSION_MATRIX=1 pytest tests/house/test_permission_matrix.py) and
reviewed like code: a change in it is a change of who may do what.
"""

import os
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.house.world import ROLES, make_world

MATRIX = Path(__file__).with_name("permission_matrix.txt")
OUTSIDE = ("admin", "djdt")  # Django's own administration site has a test of its own (tests/accounts)


def named_patterns(resolver=None, namespaces=(), parameters=frozenset()):
    """(name with namespaces, names of its parameters) of every URL."""
    for pattern in (resolver or get_resolver()).url_patterns:
        names = parameters | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join([*namespaces, pattern.name]), frozenset(names)
        elif pattern.namespace not in OUTSIDE:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from named_patterns(pattern, inner, names)


def addresses(world):
    """Every URL with the objects it can be asked for: (label, path)."""
    for name, parameters in sorted(set(named_patterns()), key=lambda p: (p[0], sorted(p[1]))):
        if "format" in parameters:
            continue  # the same view again, with a suffix
        if not parameters:
            yield name, reverse(name)
            continue
        examples = world.examples(name, parameters)
        assert examples, f"{name}{sorted(parameters)}: add an example object to tests/house/world.py"
        for label, kwargs in examples.items():
            try:
                yield f"{name} {label}", reverse(name, kwargs=kwargs)
            except NoReverseMatch as error:
                raise AssertionError(f"{name}: {error}") from error


def answer(client, method, path):
    """The status, with everything the request wrote undone, signing out included."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        json = {"data": "{}", "content_type": "application/json"} if "/api/" in path and method != "get" else {}
        response = getattr(client, method)(path, **json)
        b"".join(response.streaming_content if response.streaming else ())  # a file is closed at its end
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code == 302 and "/accounts/login/" in response.headers["Location"]:
        return "login"
    return str(response.status_code)


@pytest.fixture
def world(db):
    return make_world()


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
def test_matrix_is_as_reviewed(world):
    lines = [f"{'':64}{''.join(f'{role:>15}' for role in ROLES)}".rstrip()]
    clients = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, client in clients.items():
        if user := world.users.get(role):
            client.force_login(user)
    for label, path in addresses(world):
        for method in ("get", "post", "patch") if label.startswith("api:") else ("get", "post"):
            answers = "".join(f"{answer(clients[role], method, path):>15}" for role in ROLES)
            lines.append(f"{method.upper():6}{label:58}{answers}")
    found = "\n".join(lines) + "\n"
    assert "500" not in found
    if os.environ.get("WRITE_PERMISSION_MATRIX"):
        MATRIX.write_text(found)
    assert found == MATRIX.read_text()


@pytest.mark.once
@pytest.mark.django_db
def test_outsiders_get_nothing_of_the_business(world):
    """The rows of trips, meetings, reports and directory answer an ambassador as if they were not there."""
    for role in ("ambassador", "counterpart", "administrator"):
        client = Client()
        client.force_login(world.users[role])
        for label, path in addresses(world):
            if label.startswith(("delegations:", "meetings:", "documents:", "directory:")) and " own" not in label:
                assert answer(client, "get", path) in {"403", "404", "405"}, f"{role} {label}"
