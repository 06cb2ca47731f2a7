"""Records that may be the one that somebody is about to make again: proposed with a reason, never forced.

What may be the same is asked of the index by whole forms and by halves of forms; only the few records that
come back are compared letter by letter, so a directory of 60,000 people costs what one of 60 costs.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from exchange.core.search import forms_in, normalise
from exchange.directory import spelling
from exchange.directory.finding import LONGEST, Place, Sought
from exchange.directory.models import Organization, Person

SHOWN = 5
_LOOKED_AT = 300
_SAME, _OTHERWISE, _ALIKE = range(3)


class Similar(NamedTuple):
    record: object
    reason: str


@dataclass(frozen=True)
class _Match:
    """How far a record's form is from a typed one; the lower, the closer."""

    kind: int
    distance: float
    form: str


def similar_people(names, *, user, country=None, exclude=None):
    """The closest first: pairs of a person and the reason. Namesakes are possible, so it only proposes."""
    typed = _forms(names)
    otherwise = set().union(*map(spelling.word_orders, names), *map(spelling.same_sounds, typed)) - typed
    people = _without(Person.objects.visible_to(user), exclude)
    found = _ranked(people, typed, otherwise, nearer=lambda row: country not in (None, row["country"]))
    return _with_reasons(people.with_posts(), found, _reason_for_person)


def similar_organizations(names, *, user, exclude=None):
    """The same for bodies, whose legal form (주식회사, (株), Ltd.) does not make another body of them."""
    typed = _forms(names)
    bare = {spelling.bare(name) for name in names if normalise(name)}
    otherwise = set().union(*map(spelling.dressed, bare)) - typed
    bodies = _without(Organization.objects.visible_to(user), exclude)
    found = _ranked(bodies, typed, otherwise, near=typed | bare)
    return _with_reasons(bodies.select_related("parent"), found, _reason_for_body)


def _forms(names):
    return set(filter(None, map(normalise, names)))


def _without(queryset, exclude):
    return queryset.exclude(pk=exclude.pk) if exclude is not None and exclude.pk else queryset


def _ranked(queryset, typed, otherwise, *, near=None, nearer=lambda row: False):
    """{pk: match}, the closest records first."""
    if not typed:
        return {}
    starts, ends = Q(), Q()
    for form in near or typed:
        if pair := spelling.halves(form):
            starts |= Q(**Sought(pair[0]).among("", Place.START))
            ends |= Q(place__in=[Place.START, Place.INSIDE], text=pair[1][:LONGEST])
    pks = _holding(queryset, Q(place=Place.START, text__in=[form[:LONGEST] for form in typed | otherwise]))
    if starts:
        pks |= _holding(queryset, starts) | _holding(queryset, ends)
    columns = ["pk", "search_key"] + (["country"] if queryset.model is Person else [])
    rows = {row["pk"]: row for row in queryset.filter(pk__in=pks).order_by().values(*columns)}
    matches = {pk: _match(row["search_key"], typed, otherwise, near or typed) for pk, row in rows.items()}
    found = [pk for pk, match in matches.items() if match]
    found.sort(key=lambda pk: (matches[pk].kind, nearer(rows[pk]), matches[pk].distance, pk))
    return {pk: matches[pk] for pk in found[:SHOWN]}


def _holding(queryset, terms):
    """Keys of the first records of which a term is so: read from the index alone."""
    return set(queryset.term.objects.filter(terms).values_list("record_id", flat=True)[:_LOOKED_AT])


def _match(key, typed, otherwise, near):
    forms = forms_in(key)
    for kind, wanted in ((_SAME, typed), (_OTHERWISE, otherwise)):
        if same := forms & wanted:
            return _Match(kind, 0, min(same, key=key.index))
    alike = [(spelling.likeness(form, other), form) for form in forms for other in near]
    best, form = max(alike, default=(0, ""))
    return _Match(_ALIKE, 1 - best, form) if best else None


def _with_reasons(queryset, matches, reason):
    records = queryset.in_bulk(list(matches))
    return [Similar(records[pk], reason(records[pk], match)) for pk, match in matches.items() if pk in records]


def _reason_for_person(person, match):
    written = _written(person, match.form)
    if match.kind == _SAME:
        same = {
            "name_ko": _("한글 이름이 같습니다"), "name_hanja": _("한자 이름이 같습니다"),
            "name_kana": _("가나 이름이 같습니다"), "name_latin": _("로마자 이름이 같습니다"),
        }  # fmt: skip
        column = next((name for name in same if normalise(getattr(person, name)) == match.form), None)
        return same[column] if column else _("다른 표기와 같습니다: %(name)s") % {"name": written}
    if match.kind == _OTHERWISE:
        return _("소리가 같거나 낱말 순서만 다릅니다: %(name)s") % {"name": written}
    if match.form.isascii():
        return _("로마자 표기가 비슷합니다: %(name)s") % {"name": written}
    return _("표기가 비슷합니다: %(name)s") % {"name": written}


def _reason_for_body(body, match):
    name = {"name": _written(body, match.form)}
    if match.kind == _SAME:
        return _("이름이 같습니다: %(name)s") % name
    if match.kind == _OTHERWISE:
        return _("주식회사 같은 법인 표시만 다릅니다: %(name)s") % name
    return _("이름이 비슷합니다: %(name)s") % name


def _written(record, form):
    """The form as the record writes it."""
    return next((name for name in record.names if normalise(name) == form), form)
