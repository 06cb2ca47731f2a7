"""What must hold of an edition's people whatever came in at once."""

from collections import Counter

from forums.enums import RegistrationState


def unfair(edition):
    """All that is wrong: seats sold twice or too often, somebody who waits while a later one sits, anybody twice."""
    wrong = []
    rows = list(edition.registrations.order_by("arrival"))
    active = [row for row in rows if row.is_active]
    wrong += [f"twice: {email}" for email, n in Counter(row.email for row in active).items() if n > 1]
    for quota in edition.quotas.all():
        of_side = [row for row in rows if row.side == quota.side]
        seated = [row for row in of_side if row.is_seated]
        waiting = [row for row in of_side if row.state == RegistrationState.WAITING]
        seats = [row.seat for row in seated]
        if len(set(seats)) < len(seats) or any(not 0 < seat <= quota.seats for seat in seats):
            wrong.append(f"{quota}: seats {sorted(seats)}")
        if waiting and len(seated) < quota.seats:
            wrong.append(f"{quota}: {len(waiting)} wait beside free seats")
        if waiting and seated and max(row.arrival for row in seated) > waiting[0].arrival:
            wrong.append(f"{quota}: a later one sits while {waiting[0].arrival} waits")
        came = [row.registered_at for row in of_side]
        if came != sorted(came):
            wrong.append(f"{quota}: arrivals are not in the order of time")
        if [row.arrival for row in of_side] != list(range(1, len(of_side) + 1)) or quota.arrivals != len(of_side):
            wrong.append(f"{quota}: arrivals have gaps")
    return wrong
