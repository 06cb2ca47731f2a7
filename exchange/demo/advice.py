"""Ambassadors and the advice they give. Nothing here is a fact but that two people of the report of 2024 are
ambassadors in Japan: all terms, and whatever anybody was asked and told, are invented and say so in every text.
"""

from contextlib import contextmanager
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from ambassadors import services
from ambassadors.enums import ExpertiseKind, Mode, OutcomeKind, Region, SessionState, Topic
from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador, Case, Casebook, Client
from exchange.accounts.enums import Role
from exchange.audit.services import record
from exchange.demo.advised import FIRMS, REQUESTS, REQUESTS_IN_JAPAN, SESSIONS, SESSIONS_IN_JAPAN
from exchange.demo.uids import uid
from exchange.directory.models import Person
from exchange.notices.models import Mail
from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText

IN_JAPAN = ("jeon-huibae", "gwak-geunnam")
JAPAN = {"country": "JP", "zone": "Asia/Tokyo", "region": Region.NORTHEAST_ASIA}
HANOI = {
    "country": "VN", "zone": "Asia/Ho_Chi_Minh", "region": Region.SOUTHEAST_ASIA,
    "city_ko": "하노이", "city_ja": "ハノイ", "city_en": "Hanoi",
    "profile_ko": "[예시] 베트남 북부에 현지법인을 세우는 절차와 인증을 주로 자문합니다.",
    "profile_ja": "[見本] ベトナム北部での現地法人設立の手続きと認証を主に助言します。",
    "profile_en": "[Sample] Advises mainly on setting up a company and on certification in northern Vietnam.",
}  # fmt: skip
EXPERTISE = [
    (ExpertiseKind.LANGUAGE, "ko"), (ExpertiseKind.LANGUAGE, "vi"), (ExpertiseKind.LANGUAGE, "en"),
    (ExpertiseKind.INDUSTRY, "machinery"), (ExpertiseKind.INDUSTRY, "food"), (ExpertiseKind.INDUSTRY, "electronics"),
    (ExpertiseKind.TOPIC, Topic.COMPANY), (ExpertiseKind.TOPIC, Topic.CERTIFICATION),
    (ExpertiseKind.TOPIC, Topic.CHANNELS), (ExpertiseKind.TOPIC, Topic.LAW),
]  # fmt: skip
CASEBOOK = "sample-casebook"


def add_advice(*, accounts, by):
    """What is there already stays as it is; requests wait until there is a text to consent to."""
    with _in_silence():
        for key in IN_JAPAN:
            person = Person.objects.filter(uid=uid(key)).first()
            if ambassador := _add_ambassador(key, person, JAPAN, months_left=12, terms=1, by=by):
                _add_requests([REQUESTS_IN_JAPAN[key]], ambassador, None, by)
                _add_sessions([SESSIONS_IN_JAPAN[key]], ambassador, None, by)
        account = next(account for account in accounts if account.role == Role.AMBASSADOR)
        sample = {**HANOI, "expertise": EXPERTISE, "is_sample": True}
        person = Person.objects.filter(user=account).first()
        ambassador = _add_ambassador("sample", person, sample, months_left=2, terms=2, by=by)
        if ambassador:
            _add_requests(REQUESTS, ambassador, account, by)
            _add_sessions(SESSIONS, ambassador, account, by)
            _add_casebook(by)


@contextmanager
def _in_silence():
    """Nobody is written to about what is invented."""
    last = Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield
    Mail.objects.filter(pk__gt=last, to__endswith="@example.com").delete()


def _add_ambassador(key, person, facts, *, months_left, terms, by):
    """The last of the terms ends in so many months; each is a sample."""
    if person is None or Ambassador.objects.filter(person=person).exists():
        return Ambassador.objects.filter(person=person, uid=uid(f"ambassador/{key}")).first()
    ambassador = services.create_ambassador(person=person, uid=uid(f"ambassador/{key}"), by=by, **facts)
    starts_on = timezone.localdate().replace(day=1) + relativedelta(months=months_left, years=-2 * terms)
    for _number in range(terms):
        term = services.appoint(ambassador=ambassador, starts_on=starts_on, is_sample=True, by=by)
        starts_on = term.ends_on + timedelta(days=1)
    return ambassador


def _firm(key):
    return {**FIRMS[key], "is_sample": True}


def _submission(key):
    return uid(f"advice/{key}")


def _add_requests(asked, ambassador, account, by):
    consent = ConsentText.objects.in_force(Purpose.ADVISORY)
    if not consent or AdvisoryRequest.objects.filter(submission=_submission(asked[0]["key"])).exists():
        return
    for wanted in asked:
        facts = dict(wanted)
        key, firm, steps, days = (facts.pop(name) for name in ("key", "firm", "steps", "days_ago"))
        at = timezone.now() - timedelta(days=days)
        request, _new = services.receive_request(
            submission=_submission(key), client=_firm(firm), consent=consent, at=at, is_sample=True, **facts
        )
        _take(steps, request, ambassador=ambassador, account=account, at=at, by=by)


def _take(steps, request, *, ambassador, account, at, by):
    if "assign" in steps:
        at += timedelta(hours=5)
        request = services.assign_request(request=request, ambassador=ambassador, by=by, at=at)
    if "accept" in steps:
        at += timedelta(hours=20)
        request = services.accept_request(request=request, by=account, at=at)
    if "close" in steps:
        at += timedelta(days=20)
        services.close_request(request=request, note="[예시] 상담을 마쳤습니다.", by=by, at=at)


def _add_sessions(held, ambassador, account, by):
    if AdvisorySession.objects.filter(submission=_submission(held[0]["key"])).exists():
        return
    for wanted in held:
        facts = dict(wanted)
        key, firm, days, state, rated = (facts.pop(name) for name in ("key", "firm", "days_ago", "state", "rated"))
        outcome, asked = facts.pop("outcome", ""), facts.pop("request")
        request = AdvisoryRequest.objects.filter(submission=_submission(asked), ambassador=ambassador).first()
        at = timezone.now() - timedelta(days=days - 1)
        session, _new = services.log_session(
            submission=_submission(key), ambassador=ambassador, request=request,
            client=request.client if request else _client(firm), held_on=(at - timedelta(days=1)).date(),
            mode=facts.pop("mode", Mode.VIDEO), is_free=True, has_no_interest=True, is_sample=True,
            by=account, at=at, **facts,
        )  # fmt: skip
        if state in (SessionState.CONFIRMED, SessionState.CHECKED):
            session = services.answer_session(
                session=session, agrees=True, link_version=session.link_version, satisfaction=rated,
                case_consent=ConsentText.objects.in_force(Purpose.CASEBOOK), at=at + timedelta(hours=30),
            )  # fmt: skip
        if state == SessionState.CHECKED:
            services.check_session(session=session, by=by, at=at + timedelta(days=3))
        if outcome:
            services.add_outcome(session=session, kind=OutcomeKind.INTRODUCTION, text=outcome, by=account)


def _client(key):
    """The firm of this name, also when it came with a request."""
    facts = _firm(key)
    found = Client.objects.filter(name=facts["name"], is_sample=True).first()
    return found or Client.objects.create(**facts)


def _add_casebook(by):
    """Of the first session whose client consented; none as long as there is no text to consent to."""
    told = AdvisorySession.objects.filter(is_sample=True, case_consent__isnull=False).order_by("held_on", "pk").first()
    if not told or Casebook.objects.filter(slug=CASEBOOK).exists():
        return
    book = Casebook.objects.create(
        slug=CASEBOOK, title_ko="[예시] 해외민간대사 진출사례집", title_ja="[見本] 海外民間大使 進出事例集",
        preface_ko="[예시] 동의한 기업의 상담을 익명으로 엮었습니다.",
        preface_ja="[見本] 同意を得た企業の相談を匿名でまとめました。",
        dated_on=timezone.localdate(), is_sample=True,
    )  # fmt: skip
    Case.objects.create(
        casebook=book, session=told, title_ko="[예시] 현지법인과 합작 가운데 고르기",
        title_ja="[見本] 現地法人か合弁かを選ぶ", firm_ko="기계·부품 소기업(예시)", firm_ja="機械・部品の小企業(見本)",
        question_ko=told.question, question_ja="[見本] 現地法人と合弁のどちらがよいか。",
        advice_ko=told.advice, advice_ja="[見本] 設立手続きの順序と必要書類を説明した。",
    )  # fmt: skip
    record("seed_demo", book, by=by)
