"""Roles as predicates and sets; every permission and `visible_to` is composed of these."""

import rules

from exchange.accounts.enums import Role

WRITERS = {Role.STAFF, Role.MANAGER}
READERS = {Role.STAFF, Role.MANAGER, Role.EXECUTIVE}


def reads_everything(user):
    """The body's own people: staff, managers and executives."""
    return user.is_authenticated and user.is_active and user.role in READERS


def speaks_for_counterpart(user):
    """Somebody of a body with which the exchange is held."""
    return user.is_authenticated and user.is_active and user.role == Role.COUNTERPART


@rules.predicate
def is_reader(user):
    return reads_everything(user)


@rules.predicate
def is_writer(user):
    return user.is_authenticated and user.is_active and user.role in WRITERS


@rules.predicate
def is_manager(user):
    return user.is_authenticated and user.is_active and user.role == Role.MANAGER


@rules.predicate
def is_counterpart(user):
    return speaks_for_counterpart(user)


@rules.predicate
def is_administrator(user):
    return user.is_authenticated and user.is_active and user.is_administrator
