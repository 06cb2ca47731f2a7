"""Which meeting a photo belongs to, by the time it was taken."""

from datetime import timedelta

BEFORE, AFTER = timedelta(hours=1), timedelta(minutes=90)  # people arrive, and stand together afterwards
USUAL_LENGTH = timedelta(hours=2)  # of a meeting that does not say its end


def meeting_at(clock, meetings):
    """The meeting that the camera's clock falls into or nearest to, or None.

    A clock without a zone of its own is read on the clock of each meeting's place.
    """
    near = []
    for meeting in meetings:
        instant = clock and clock.instant(meeting.zone)
        if instant is None:
            continue
        start = meeting.starts_at
        end = meeting.ends_at or start + USUAL_LENGTH
        if start - BEFORE <= instant <= end + AFTER:
            outside = max(start - instant, instant - end, timedelta())
            near.append((outside, abs(instant - start), start, meeting.pk, meeting))
    return min(near)[-1] if near else None
