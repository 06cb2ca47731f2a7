"""What the list of sessions says in each of its rows, ready for `{% each %}`."""

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ambassadors.models import AdvisorySession, SessionTopic, Tally, TallyKind
from ambassadors.models.tallies import ALL_TIME
from ambassadors.session_filters import ROW
from ambassadors.templatetags.ambassadors import SESSIONS
from exchange.accounts.roles import reads_everything
from exchange.core import days
from exchange.core.languages import reader
from exchange.core.markup import escaped, filled
from exchange.core.paging import PAGE_SIZE
from exchange.core.prepared import keep_below, prepared_many
from exchange.core.templatetags.portal import labels

QUESTION = 45  # characters of it in a row; a page of fifty stays below 40 KB
REACH = 1_000  # counted of what no tally knows: a word, several filters at once
TALLIED = {"country", "topic", "ambassador", "client"}  # filters, also kinds of tallies


def in_rows(sessions):
    """With what a row shows, and without the long texts."""
    found = sessions.select_related("client", "ambassador__person")
    return found.defer("advice", "next_step", "search_key", "client_comment", "client__search_key")


def known_number(filtered, user):
    """How many there are, where the tallies know: for readers all of them, or by one thing alone."""
    if not filtered.is_valid():
        return None
    asked = {name: value for name, value in filtered.form.cleaned_data.items() if value}
    if not reads_everything(user) or len(asked) > 1 or asked.keys() - TALLIED:
        return None
    kind, key = next(iter(asked.items()), (TallyKind.ALL, ""))
    if kind in (TallyKind.AMBASSADOR, TallyKind.CLIENT):
        of_row = ROW.fullmatch(key)
        if not of_row:  # a name, which several may have
            return None
        key = str(int(of_row["pk"]))
    found = Tally.objects.filter(period=ALL_TIME, kind=kind, key=key).values_list("sessions", flat=True)
    return next(iter(found), 0)


_topics_of = prepared_many(lambda sessions: SessionTopic.objects.filter(session__in=sessions), PAGE_SIZE)


def with_topics(sessions):
    """Each of these rows with its topics."""
    keep_below(sessions, "topics", _topics_of([each.pk for each in sessions]), by="session_id")
    return sessions


def rows_of(sessions, *, shows_ambassador):
    sessions, reads = with_topics(list(sessions)), reader()
    states, modes = labels(AdvisorySession, "state", reads), labels(AdvisorySession, "mode", reads)
    countries, topics = labels(AdvisorySession, "country", reads), labels(SessionTopic, "topic", reads)
    sample = filled(' <span class="sample">{}</span>', _("예시"))
    minutes_form, nobody = pgettext("자문", "{n}분"), pgettext("자문 일지", "기업을 아직 고르지 않음")
    badges = {state: filled('<span class="badge {}">{}</span>', SESSIONS[state], states[state]) for state in states}
    rows = []
    for each in sessions:
        minutes = each.minutes or each.preparation_minutes
        meta = [str(topics[topic.topic]) for topic in each.topics.all()] + [str(modes[each.mode])]
        meta += [minutes_form.format(n=minutes)] if minutes else []
        rows.append({
            "url": each.get_absolute_url(),
            "client": each.client.name if each.client else nobody,
            "sample": sample if each.is_sample else "",
            "question": Truncator(each.question).chars(QUESTION),
            "meta": SafeString("".join([f"<span>{escaped(text)}</span>" for text in meta])),
            "day": days.day(each.held_on, reads),
            "who": str(each.ambassador.person.local_name) if shows_ambassador else "",
            "country": countries[each.country],
            "state": badges[each.state],
            "stars": f"{each.satisfaction}/5" if each.satisfaction else "",
        })  # fmt: skip
    return rows
