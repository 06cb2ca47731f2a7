from django.db import transaction

from exchange.audit.services import record
from forums.models import Room, Series, Session, Speaker, Talk, Task
from forums.services.editions import create_edition


@transaction.atomic
def clone_edition(*, source, plan, by, next_reason=""):
    """(edition, whether it is new): the next edition as planned. Pressed twice, or by two people at once, it is one."""
    series = Series.objects.select_for_update(of=("self",)).get(pk=source.series_id)
    made = series.editions.filter(year=plan.facts["year"], cloned_from=source).first()
    if made:
        return made, False
    edition = create_edition(
        series=series, by=by, bodies=plan.bodies, co_chairs=plan.co_chairs, seats=plan.seats, cloned_from=source,
        next_reason=next_reason, **plan.facts,
    )  # fmt: skip
    _write_programme(edition, plan)
    Task.objects.bulk_create(Task(edition=edition, **task) for task in plan.tasks)
    counts = {"sessions": len(plan.sessions), "talks": plan.talks, "tasks": len(plan.tasks)}
    record("clone_edition", edition, by=by, changes={"source": source.pk, **counts})
    return edition, True


def _write_programme(edition, plan):
    rooms = [Room.objects.create(edition=edition, order=n, **names) for n, names in enumerate(plan.rooms)]
    for planned in plan.sessions:
        columns = {name: value for name, value in planned.items() if name not in {"room", "talks"}}
        room = None if planned["room"] is None else rooms[planned["room"]]
        session = Session.objects.create(edition=edition, room=room, **columns)
        for talk in planned["talks"]:
            _write_talk(session, talk)


def _write_talk(session, planned):
    talk = Talk.objects.create(session=session, **{name: planned[name] for name in planned if name != "speakers"})
    for speaker in planned["speakers"]:
        Speaker.objects.create(talk=talk, **{name: speaker[name] for name in speaker if name != "name"})
