"""How many were checked in, by side: at the forum and at each of its sessions."""

from collections import defaultdict

from django.db.models import Count

from forums.models import CheckIn


def came_to(edition):
    """{session.pk, or None for the forum: {side: people}}; who was seen at a session only was at the forum as well."""
    seen = CheckIn.objects.filter(registration__edition=edition).order_by()
    came = defaultdict(dict)
    for side, number in seen.values_list("registration__side").annotate(n=Count("registration", distinct=True)):
        came[None][side] = number
    at_session = seen.filter(session__isnull=False).values_list("session", "registration__side")
    for session, side, number in at_session.annotate(n=Count("pk")):
        came[session][side] = number
    return came
