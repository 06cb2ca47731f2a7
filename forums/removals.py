"""Sessions that people took over into their calendars and that are gone since: told by what history keeps of them."""

from datetime import datetime

from exchange.audit.models import Event
from forums.models import Session

KEPT = ("pk", "version", "title_ko", "title_ja", "title_en", "minutes")


def entry_of(session):
    return {name: getattr(session, name) for name in KEPT} | {"starts_at": session.starts_at.isoformat()}


def removed(edition):
    """Those that stood in the programme while it was public, as rows that are saved nowhere."""
    events = Event.objects.about(edition).filter(verb__in=["publish_programme", "delete_session"]).order_by("at", "pk")
    public, times, gone = None, [], []
    for event in events:
        if event.verb == "delete_session":
            gone.append(event)
        elif event.changes["public"]:
            public = public or event.at
        elif public:
            times.append((public, event.at))
            public = None
    times += [(public, None)] if public else []
    gone = [event for event in gone if "entry" in event.changes]
    born = _born([event.changes["entry"]["pk"] for event in gone]) if gone and times else {}
    return [_row(event) for event in gone if _was_public(event, born, times)]


def _born(keys):
    """{session's key: when it was first saved}; nothing of those that came with the edition."""
    saved = Event.objects.filter(object_type=Session._meta.label_lower, object_id__in=keys, verb="save_session")
    return {int(key): at for key, at in saved.order_by("-at").values_list("object_id", "at")}


def _was_public(event, born, times):
    since = born.get(event.changes["entry"]["pk"])
    return any(event.at > start and (end is None or since is None or since < end) for start, end in times)


def _row(event):
    facts = event.changes["entry"]
    return Session(**facts | {"starts_at": datetime.fromisoformat(facts["starts_at"])})
