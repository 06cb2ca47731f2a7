"""Whom to ask: ambassadors of the country, then of the region, the most fitting first, each with the reasons.

The database picks those of the place; numbers about them come in one query each, however many they are. Only who is
shown is fetched as a whole.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.enums import AssignmentAnswer, ExpertiseKind, Industry, Tongue, Topic
from ambassadors.models import AdvisoryRequest, Ambassador, Expertise, Tally, TallyKind
from ambassadors.models.tallies import ALL_TIME
from ambassadors.regions import REGION_OF
from exchange.core import days
from exchange.directory.enums import Country
from exchange.directory.models import Person

ACCOUNT = "person__user__is_active"
SHOWN, ENOUGH, MOST = 8, 3, 1000  # on the page; free ones of the country that make the region needless; looked at
WEIGHTS = {"country": 40, ExpertiseKind.TOPIC: 20, ExpertiseKind.INDUSTRY: 10, ExpertiseKind.LANGUAGE: 10}
REFUSED = (AssignmentAnswer.DECLINED, AssignmentAnswer.EXPIRED)
NEUTRAL, DOUBT = 3, 3  # a satisfaction that says nothing; so many answers of it stand beside each one's own


@dataclass(frozen=True)
class Fit:
    """One ambassador beside one request."""

    pk: int
    is_near: bool  # of the country itself
    country: str
    capacity: int
    taken: int
    paused_until: object
    knows: frozenset
    satisfaction: float | None
    answers: int
    refused: bool
    has_account: bool  # through which he is written to and answers

    @property
    def free(self):
        return max(self.capacity - self.taken, 0)

    @property
    def is_available(self):
        return self.free > 0 and self.paused_until is None

    @property
    def score(self):
        known = sum(WEIGHTS[kind] for kind in self.knows)
        liked = ((self.satisfaction or 0) * self.answers + NEUTRAL * DOUBT) / (self.answers + DOUBT) - NEUTRAL
        return (
            known
            + WEIGHTS["country"] * self.is_near
            + 5 * liked
            + min(self.free, 3)
            - 50 * self.refused
            - 15 * (not self.has_account)
        )

    @property
    def order(self):
        return not self.is_available, -self.score, self.pk


@dataclass(frozen=True)
class Proposal:
    ambassador: Ambassador
    reasons: list
    is_available: bool
    has_account: bool


def proposals_for(request, *, today, sought=""):
    """The most fitting first; `sought` looks for a name in any country instead."""
    serving = Ambassador.objects.serving(today)
    if sought:
        fits = _fits(request, serving.filter(person__in=Person.objects.search(sought)), today)
    else:
        fits = _fits(request, serving.filter(country=request.country), today)
        region = REGION_OF.get(request.country)
        if sum(fit.is_available for fit in fits) < ENOUGH and region:
            nearby = _fits(request, serving.filter(region=region).exclude(country=request.country), today)
            fits += [fit for fit in nearby if fit.is_available]
    fits = sorted(fits, key=lambda fit: fit.order)[:SHOWN]
    rows = Ambassador.objects.select_related("person").in_bulk([fit.pk for fit in fits])
    return [Proposal(rows[fit.pk], _reasons(fit, request), fit.is_available, fit.has_account) for fit in fits]


def _fits(request, ambassadors, today):
    facts = list(ambassadors.order_by("pk").values_list("pk", "country", "capacity", "paused_until", ACCOUNT)[:MOST])
    if not facts:
        return []
    among = [pk for pk, *_rest in facts]
    open_requests = AdvisoryRequest.objects.filter(ambassador__in=among, slot__isnull=False).order_by()
    taken = dict(open_requests.values_list("ambassador").annotate(Count("pk")))
    liked = _liked(among)
    knows = _knowledge(request, among)
    refused = set(request.assignments.filter(answer__in=REFUSED).values_list("ambassador", flat=True))
    return [
        Fit(
            pk, country == request.country, country, capacity, taken.get(pk, 0),
            paused if paused and today <= paused else None, frozenset(knows.get(pk, ())), *liked.get(pk, (None, 0)),
            pk in refused, bool(reachable),
        )
        for pk, country, capacity, paused, reachable in facts
    ]  # fmt: skip


def _liked(among):
    """{ambassador: his mean, of how many answers}, from the tallies: sessions may be a hundred times as many."""
    tallies = Tally.objects.filter(
        period=ALL_TIME, kind=TallyKind.AMBASSADOR, key__in=[str(pk) for pk in among], rated__gt=0
    )
    return {int(key): (stars / rated, rated) for key, stars, rated in tallies.values_list("key", "stars", "rated")}


def _knowledge(request, among):
    """Of each the kinds in which he fits: topic, industry, language."""
    wanted = Q(kind=ExpertiseKind.TOPIC, code=request.topic) | Q(kind=ExpertiseKind.LANGUAGE, code=request.language)
    if request.client.industry:
        wanted |= Q(kind=ExpertiseKind.INDUSTRY, code=request.client.industry)
    found = {}
    for pk, kind in Expertise.objects.filter(wanted, ambassador__in=among).order_by().values_list("ambassador", "kind"):
        found.setdefault(pk, set()).add(kind)
    return found


def _reasons(fit, request):
    """In words, what speaks for him first."""
    said = [str(Country(fit.country).label) if fit.is_near else _nearby(fit)]
    if ExpertiseKind.TOPIC in fit.knows:
        said.append(_("%(topic)s 분야") % {"topic": Topic(request.topic).label})
    if ExpertiseKind.INDUSTRY in fit.knows:
        said.append(_("%(industry)s 업종") % {"industry": Industry(request.client.industry).label})
    if ExpertiseKind.LANGUAGE in fit.knows:
        said.append(str(Tongue(request.language).label))
    if fit.paused_until:
        said.append(_("%(day)s까지 쉼") % {"day": days.day(fit.paused_until)})
    elif fit.free:
        said.append(ngettext("여유 %(n)d건", "여유 %(n)d건", fit.free) % {"n": fit.free})
    else:
        said.append(ngettext("맡은 신청 %(n)d건으로 참", "맡은 신청 %(n)d건으로 참", fit.taken) % {"n": fit.taken})
    if fit.answers:
        said.append(
            ngettext("만족도 %(mark).1f(%(n)d건)", "만족도 %(mark).1f(%(n)d건)", fit.answers)
            % {"mark": fit.satisfaction, "n": fit.answers}
        )
    if fit.refused:
        said.append(_("이 신청에 이미 사양했거나 답하지 않음"))
    return said


def _nearby(fit):
    region = REGION_OF.get(fit.country)
    country = Country(fit.country).label
    return _("%(country)s(같은 권역 %(region)s)") % {"country": country, "region": region.label} if region else country
