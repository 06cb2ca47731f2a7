"""The edition that a meeting belongs to, for the pages of meetings (exchange.meetings.occasions)."""

from functools import partial

from django.utils.translation import pgettext

from exchange.core import addresses
from exchange.core.languages import in_language
from exchange.core.prepared import prepared
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import Occasion
from forums.models import Edition

_held_at = prepared(
    lambda edition: Meeting.objects.filter(forum_link__edition=edition).order_by("starts_at", "pk").only("pk")
)


def forums_of(meetings, user):
    editions = Edition.objects.visible_to(user).filter(meeting_links__meeting__in=[meeting.pk for meeting in meetings])
    links = editions.order_by().values_list("meeting_links__meeting", "pk", "name_ko", "name_ja", "name_en", named=True)
    kind = {"kind": pgettext("하나", "포럼"), "kind_url": addresses.page("forums:series_list")}
    return {
        link.meeting_links__meeting: Occasion(
            label=in_language(link, "name")[0],
            url=addresses.of_row("forums:edition_results", link.pk),
            gathered=partial(_held_at, link.pk),
            **kind,
        )
        for link in links
    }
