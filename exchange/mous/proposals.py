"""What a new commitment most likely is; everything may be changed in the form."""

import re

from exchange.meetings.enums import PointKind, Side
from exchange.mous.enums import MouState, Obligor, Recurrence
from exchange.mous.models import Mou

JOINT = re.compile("상호|공동|합동|함께|서로|양측|양국|양 ?기관|양 ?단체|한국과 일본|교환하기로|합의")
YEARLY = re.compile("매년|해마다|연 ?1회|매해")
SUBJECT = r"\s*\S{0,8}?(?:이|가|은|는|께서|에서|측)[\s,]"  # perhaps a title, then what marks who acts
OF_KIND = {PointKind.AGREEMENT: Obligor.JOINT, PointKind.REQUEST: Obligor.COUNTERPART}


def for_point(point, user):
    """Who owes it, to whom and under which MOU, read off the line, its meeting and who sat there."""
    meeting = point.meeting
    bodies = list(meeting.counterparts.all())
    body = _named(point.text_ko, bodies) or next(iter(bodies), None)
    return {
        "obligor": obligor_of(point.text_ko, point.kind, _names(meeting, bodies)),
        "counterpart": body,
        "mou": mou_at(meeting, body),
        "owner": user.pk,
        "sentence_ja": point.text_ja,
    } | recurrence_of(point.text_ko, meeting.local_day)


def for_clause(clause, user):
    """A clause binds both sides; the other one is the first that signed it."""
    party = clause.mou.parties.filter(side=Side.COUNTERPART).select_related("organization").first()
    return {
        "obligor": Obligor.JOINT,
        "counterpart": party and party.organization,
        "mou": clause.mou,
        "owner": user.pk,
        "sentence_ja": clause.text_ja,
    } | recurrence_of(clause.text_ko, clause.mou.signed_on)


def obligor_of(text, kind, names):
    """`names`: what the other side and its people are called."""
    if JOINT.search(text):
        return Obligor.JOINT
    called = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if called and re.match(rf"(?:{called}){SUBJECT}", text):
        return Obligor.COUNTERPART
    return OF_KIND.get(kind, Obligor.OURS)


def recurrence_of(text, made_on):
    if not YEARLY.search(text):
        return {"recurrence": Recurrence.ONCE}
    return {"recurrence": Recurrence.YEARLY, "recurs_from": made_on.year + 1}


def mou_at(meeting, counterpart):
    """The one signed at this meeting, or the only one in force with that counterpart on that day."""
    signed = list(Mou.objects.filter(meeting=meeting)[:2])
    if not signed and counterpart:
        standing = Mou.objects.filter(parties__organization=counterpart, signed_on__lte=meeting.local_day)
        signed = list(standing.filter(state=MouState.IN_FORCE)[:2])
    return signed[0] if len(signed) == 1 else None


def _named(text, bodies):
    return next((body for body in bodies if any(name in text for name in _called(body))), None)


def _called(body):
    return {name for name in (body.name_ko, body.short_name_ko, *body.aliases.splitlines()) if name.strip()}


def _names(meeting, bodies):
    seats = meeting.attendances.filter(side=Side.COUNTERPART, person__isnull=False).select_related("person")
    people = {name for seat in seats for name in (seat.person.name_ko, *seat.person.name_ko.split()[:1]) if name}
    return {name for body in bodies for name in _called(body)} | people
