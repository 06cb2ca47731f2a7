"""What the list of meetings says in each of its rows, ready for `{% each %}`."""

from functools import lru_cache

from django.utils.translation import gettext as _

from exchange.core import days
from exchange.core.languages import in_language, reader
from exchange.core.markup import filled
from exchange.core.paging import PAGE_SIZE
from exchange.core.prepared import prepared_many
from exchange.core.templatetags.portal import text_in
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import occasions_of
from exchange.meetings.templatetags.minutes import badge


def rows_of(meetings, user):
    """Meetings from `selectors.listed`, with the trips that this user may see."""
    occasions, reads = occasions_of(meetings, user), reader()
    bodies = _names_of_bodies(meetings, reads)
    nobody = _("없음")
    rows = []
    for meeting in meetings:
        start, occasion = meeting.local_start, occasions.get(meeting.pk)
        rows.append({
            "url": meeting.get_absolute_url(),
            "title": text_in(meeting, "title", reads),
            "venue": _if(meeting.venue_ko and text_in(meeting, "venue", reads), '<br><small class="meta">{}</small>'),
            "occasion": _link(occasion) if occasion else "",
            "day": days.day(start, reads),
            "times": meeting.local_times,
            "clock": _if(meeting.differs_from_seoul and meeting.clock_note, '<br><small class="meta">{}</small>'),
            "bodies": bodies.get(meeting.pk) or filled('<span class="meta">{}</span>', nobody),
            "amounts": _amounts(meeting.attendance_count, meeting.point_count, meeting.photo_count, reads),
            "state": badge(meeting.state, reads),
        })  # fmt: skip
    return rows


def _if(text, form):
    return filled(form, text) if text else ""


def _link(occasion):
    return filled('<br><small>{}: <a href="{}">{}</a></small>', occasion.kind, occasion.url, occasion.label)


def _counterparts(keys):
    names = [f"organization__name_{language}" for language in ("ko", "ja", "en")]
    links = Meeting.counterparts.through.objects.filter(meeting__in=keys)
    return links.order_by("organization__name_ko", "organization_id").values_list("meeting_id", *names, named=True)


_counterparts_of = prepared_many(_counterparts, PAGE_SIZE)


def _names_of_bodies(meetings, reads):
    """{meeting.pk: the names of its counterparts}"""
    found = {}
    for link in _counterparts_of([meeting.pk for meeting in meetings]):
        found.setdefault(link.meeting_id, []).append(in_language(link, "organization__name", reads)[0])
    return {meeting: ", ".join(names) for meeting, names in found.items()}


@lru_cache(1000)
def _amounts(attendances, points, photos, language):
    """How many sat at the table, how many lines and photos there are."""
    words = _("참석 %(number)s명"), _("내용 %(number)s줄"), _("사진 %(number)s장")
    written = [form % {"number": number} for form, number in zip(words, (attendances, points, photos), strict=True)]
    return filled('<span class="meta dots"><span>{}</span><span>{}</span><span>{}</span></span>', *written)
