"""The list of ambassadors: what it can be asked, and what it says in each row, ready for `{% each %}`."""

from collections import defaultdict

import django_filters
from django import forms
from django.db.models import Count, Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.cities import city_of
from ambassadors.enums import ExpertiseKind, Region, Standing, Tongue, Topic
from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador, Expertise, Term
from ambassadors.standing import LOOKS, is_silent, last_end, standing_so
from exchange.core.languages import once_a_language, reader
from exchange.core.markup import filled
from exchange.core.templatetags.portal import labels, name_in, plain_day
from exchange.directory.filters import countries
from exchange.directory.models import Person

NAMES = ("name_ko", "name_hanja", "name_kana", "name_latin", "country")
ALL = gettext_lazy("모두")


def choices_of(enum):
    return once_a_language(lambda: [(each.value, str(each.label)) for each in enum])


class AmbassadorFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=gettext_lazy("이름"), method="called", max_length=100,
        widget=forms.TextInput({"type": "search", "placeholder": gettext_lazy("한글·한자·가나·로마자")}),
    )  # fmt: skip
    country = django_filters.ChoiceFilter(label=gettext_lazy("나라"), choices=countries, empty_label=ALL)
    region = django_filters.ChoiceFilter(label=gettext_lazy("권역"), choices=choices_of(Region), empty_label=ALL)
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("상태"), choices=choices_of(Standing), empty_label=ALL, method="stands"
    )
    topic = django_filters.ChoiceFilter(
        label=gettext_lazy("자문 분야"), choices=choices_of(Topic), empty_label=ALL, method="advises"
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("언어"), choices=choices_of(Tongue), empty_label=ALL, method="speaks"
    )

    class Meta:
        model = Ambassador
        fields = []

    def called(self, ambassadors, name, value):
        return ambassadors.filter(person__in=Person.objects.search(value).values("pk"))

    def stands(self, ambassadors, name, value):
        return standing_so(ambassadors, value, today=timezone.localdate())

    def advises(self, ambassadors, name, value):
        return _with(ambassadors, ExpertiseKind.TOPIC, value)

    def speaks(self, ambassadors, name, value):
        return _with(ambassadors, ExpertiseKind.LANGUAGE, value)


def _with(ambassadors, kind, code):
    return ambassadors.filter(Exists(Expertise.objects.filter(ambassador=OuterRef("pk"), kind=kind, code=code)))


def listed(ambassadors):
    """Only what a row says."""
    return ambassadors.select_related("person").only(
        "country", "city_ko", "city_ja", "city_en", "region", "is_regional_chair", "capacity", "paused_until",
        "is_sample", *[f"person__{name}" for name in NAMES],
    )  # fmt: skip


def rows_of(ambassadors, today):
    """Four queries, however many the rows; nothing is counted but for those on the page."""
    pks, reads, words = [row.pk for row in ambassadors], reader(), _words()
    terms, skills = _grouped(Term, pks), _skills(pks)
    taken = dict(
        AdvisoryRequest.objects.filter(ambassador__in=pks, slot__isnull=False)
        .order_by().values_list("ambassador").annotate(Count("pk"))
    )  # fmt: skip
    last = dict(
        AdvisorySession.objects.counted().filter(ambassador__in=pks)
        .order_by().values_list("ambassador").annotate(Max("held_on"))
    )  # fmt: skip
    places, regions = labels(Ambassador, "country", reads), labels(Ambassador, "region", reads)
    return [
        {
            "url": row.get_absolute_url(),
            "name": name_in(row.person, row.person.local_form, reads),
            "sample": words["sample"] if row.is_sample else "",
            "place": f"{places[row.country]} {city_of(row, reads)}".strip(),
            "region": filled(
                "<span>{}</span>", regions[row.region] + (words["chair"] if row.is_regional_chair else "")
            ),
            "standing": words[row.standing_among(terms[row.pk], today)],
            "ends": _end(terms[row.pk], words),
            "skills": skills.get(row.pk, words["never"]),
            "taken": f"{taken.get(row.pk, 0)} / {row.capacity}",
            "last": plain_day(last[row.pk]) if row.pk in last else words["never"],
            "silent": words["silent"] if is_silent(row, terms[row.pk], last.get(row.pk), today) else "",
        }
        for row in ambassadors
    ]


def _end(terms, words):
    end = last_end(terms)
    return plain_day(end) if end else words["never"]


def _grouped(model, pks):
    found = defaultdict(list)
    for row in model.objects.filter(ambassador__in=pks).only("ambassador_id", "starts_on", "ends_on").order_by("pk"):
        found[row.ambassador_id].append(row)
    return found


def _skills(pks):
    """{ambassador.pk: languages and topics in words, each of them between dots}"""
    named, found = _labels(), defaultdict(lambda: defaultdict(list))
    rows = Expertise.objects.filter(ambassador__in=pks).exclude(kind=ExpertiseKind.INDUSTRY).order_by("pk")
    for pk, kind, code in rows.values_list("ambassador_id", "kind", "code"):
        found[pk][kind].append(named[kind].get(code, code))
    kinds = (ExpertiseKind.LANGUAGE, ExpertiseKind.TOPIC)
    return {pk: "; ".join("·".join(of[kind]) for kind in kinds if of[kind]) for pk, of in found.items()}


@once_a_language
def _labels():
    kinds = {ExpertiseKind.LANGUAGE: Tongue, ExpertiseKind.TOPIC: Topic}
    return {kind: {each.value: str(each.label) for each in enum} for kind, enum in kinds.items()}


@once_a_language
def _words():
    badges = {each: filled('<span class="badge {}">{}</span>', look, each.label) for each, look in LOOKS.items()}
    return badges | {
        "sample": filled(' <span class="sample">{}</span>', _("예시")),
        "chair": " " + _("(권역 대표)"),
        "never": filled('<span class="meta">{}</span>', _("없음")),
        "silent": filled(' <span class="badge warn">{}</span>', _("상담 없음")),
    }
