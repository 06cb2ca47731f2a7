"""The pages of ambassadors: what they show to whom, what their forms take, and how little they ask of the database."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadors.enums import ExpertiseKind, Standing
from ambassadors.models import Ambassador, Expertise, Term
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, ClientFactory, RequestFactory, SessionFactory, TermFactory
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST, ADD = reverse("ambassadors:ambassador_list"), reverse("ambassadors:ambassador_add")


@pytest.fixture(autouse=True)
def files_in_memory(settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ours():
    return signed_in(UserFactory(staff=True))


def url(name, row):
    return reverse(f"ambassadors:{name}", args=[row.pk])


def names_in(answer):
    return [row["url"] for row in answer.context["rows"]]


def test_the_list_finds_by_any_name_and_by_what_one_is(ours):
    today = timezone.localdate()
    serving = AmbassadorFactory(person__name_ko="가상일", person__name_hanja="仮想一", person__name_latin="Kasang Il")
    paused = AmbassadorFactory(paused_until=today, country="JP", region="northeast_asia")
    former = AmbassadorFactory(terms=-1)
    coming = AmbassadorFactory(terms=False)
    TermFactory(ambassador=coming, starts_on=today + timedelta(days=1))
    Expertise.objects.create(ambassador=paused, kind=ExpertiseKind.LANGUAGE, code="ja")
    Expertise.objects.create(ambassador=serving, kind=ExpertiseKind.TOPIC, code="law")
    everybody = [serving, paused, former, coming]
    found = {
        "q=仮想": [serving], "q=kasang": [serving], "country=JP": [paused],
        "region=northeast_asia": [paused], "language=ja": [paused], "topic=law": [serving], "topic=market": [],
        "standing=serving": [serving], "standing=paused": [paused], "standing=former": [former],
        "standing=appointed": [coming], "": everybody,
    }  # fmt: skip
    for query, rows in found.items():
        assert sorted(names_in(ours.get(f"{LIST}?{query}"))) == sorted(row.get_absolute_url() for row in rows), query
    for row in everybody:  # one is what the filter of the list says he is
        stands = row.standing_among(list(row.terms.all()), today)
        assert row in Ambassador.objects.filter(pk__in=[r.pk for r in found[f"standing={stands}"]])


def test_a_row_says_what_is_taken_and_who_is_silent(ours, settings):
    busy, silent = AmbassadorFactory(capacity=4), AmbassadorFactory()
    RequestFactory(assigned_to=busy, accepted=True)
    SessionFactory(ambassador=busy)
    SessionFactory(ambassador=silent, held_on=timezone.localdate() - timedelta(weeks=settings.ADVISORY_NUDGE_WEEKS))
    SessionFactory(ambassador=silent, draft=True)
    rows = {row["url"]: row for row in ours.get(LIST).context["rows"]}
    assert rows[busy.get_absolute_url()]["taken"] == "1 / 4"
    assert not rows[busy.get_absolute_url()]["silent"]
    assert "상담 없음" in rows[silent.get_absolute_url()]["silent"]


def test_pages_ask_the_same_of_the_database_for_one_and_for_many(ours, django_assert_num_queries):
    for number in range(12):
        ambassador = AmbassadorFactory(topics=["law", "market"])
        RequestFactory(assigned_to=ambassador)
        SessionFactory(ambassador=ambassador)
        if number in (0, 11):
            with django_assert_num_queries(8):
                answer = ours.get(LIST)
            with django_assert_num_queries(6):
                ours.get(reverse("ambassadors:renewal_list") + "?months=24")
    for _number in range(5):
        SessionFactory(ambassador=ambassador)
        RequestFactory(assigned_to=None)
        AttendanceFactory(person=ambassador.person, meeting=MeetingFactory())
    with django_assert_num_queries(12):
        answer = ours.get(ambassador.get_absolute_url())
    assert len(answer.content) < 40 * 1024


def test_an_ambassador_reads_himself_and_nobody_else():
    user, other = UserFactory(ambassador=True), AmbassadorFactory(person__name_ko="딴사람예시")
    mine = AmbassadorFactory(user=user)
    meeting = MeetingFactory(title_ko="대사 간담(예시)")
    AttendanceFactory(person=mine.person, meeting=meeting)
    SessionFactory(ambassador=other, client=ClientFactory(name="남의 기업(예시)"))
    RequestFactory(assigned_to=other, accepted=True, client__name="남의 신청(예시)")
    client = signed_in(user)
    own = client.get(reverse("ambassadors:ambassador_own"), follow=True).content.decode()
    assert "대사 간담(예시)" in own
    assert meeting.get_absolute_url() not in own  # he may not open the minutes
    assert not any(text in own for text in ("딴사람예시", "남의 기업", "남의 신청", "제1기 활동"))
    term = other.terms.get()
    for address in [url("ambassador_detail", other), url("ambassador_profile_edit", other), url("term_document", term)]:
        assert client.get(address).status_code == 404
    assert client.get(LIST).status_code == client.get(url("ambassador_edit", mine)).status_code == 403
    assert client.get(url("term_document", mine.terms.get())).status_code == 200


def test_he_changes_of_himself_only_what_is_his(ours):
    user = UserFactory(ambassador=True)
    mine = AmbassadorFactory(user=user, country="VN")
    client, page = signed_in(user), url("ambassador_profile_edit", mine)
    typed = {"version": mine.version, "capacity": "5", "topics": ["law"], "languages": ["ko", "ja"],
             "profile_ja": "紹介", "country": "JP", "is_regional_chair": "on", "person": "9"}  # fmt: skip
    photo = SimpleUploadedFile("me.jpg", jpeg(), "image/jpeg")
    assert client.post(page, typed | {"photo": photo}).status_code == 302
    mine.refresh_from_db()
    assert (mine.capacity, mine.country, mine.is_regional_chair, mine.profile_ja) == (5, "VN", False, "紹介")
    assert mine.codes("language") == ["ko", "ja"]
    assert client.get(url("ambassador_photo", mine)).headers["Content-Type"] == "image/jpeg"
    late = ours.post(url("ambassador_edit", mine), typed | {"zone": "Asia/Tokyo", "region": "northeast_asia"})
    assert late.status_code == 409
    assert "5" in late.content.decode()
    wrong = client.post(page, typed | {"version": mine.version, "capacity": "51", "profile_ko": "그대로 남는 글"})
    assert wrong.status_code == 200
    assert "50건까지" in wrong.content.decode()
    assert "그대로 남는 글" in wrong.content.decode()


def test_one_is_registered_appointed_and_put_right(ours):
    person = PersonFactory(name_ko="새대사예시")
    typed = {"person": "새대사예시", "country": "VN", "capacity": "3", "languages": ["ko"]}  # fmt: skip
    answer = ours.post(ADD, typed)
    ambassador = Ambassador.objects.get(person=person)
    assert answer.url == url("term_add", ambassador)
    assert (ambassador.zone, ambassador.region) == ("Asia/Ho_Chi_Minh", "southeast_asia")
    assert "이미 해외민간대사로" in ours.post(ADD, typed).content.decode()
    assert ours.post(answer.url, {"starts_on": "2026-01-01", "certificate_number": "예시-1"}).status_code == 302
    term = ambassador.terms.get()
    assert (term.number, str(term.ends_on)) == (1, "2027-12-31")
    overlapping = ours.post(answer.url, {"starts_on": "2027-12-31"})
    assert "겹칩니다" in overlapping.content.decode()
    wrong = ours.post(url("term_edit", term), {"starts_on": "2026-01-01", "ends_on": "2025-01-01"})
    assert "빠릅니다" in wrong.content.decode()
    early = {"starts_on": "2026-01-01", "ends_on": "2026-06-30", "ended_reason": "귀국(예시)"}
    assert ours.post(url("term_edit", term), early).status_code == 302
    term.refresh_from_db()
    assert (str(term.ends_on), term.ended_reason) == ("2026-06-30", "귀국(예시)")


def test_readers_look_and_do_not_touch():
    ambassador, client = AmbassadorFactory(), signed_in(UserFactory(executive=True))
    assert "수정" not in client.get(ambassador.get_absolute_url()).content.decode()
    assert client.get(ADD).status_code == 403
    assert client.post(url("renewal_decide", ambassador.terms.get()), {"decision": "retire"}).status_code == 403
    assert Term.objects.get().decision == "open"
    assert client.get(reverse("ambassadors:renewal_list")).status_code == 200
    assert str(Standing.SERVING.label) in client.get(LIST).content.decode()


def test_the_first_page_of_an_ambassador_asks_for_answers_and_sessions(django_assert_num_queries):
    user = UserFactory(ambassador=True)
    mine, other = AmbassadorFactory(user=user), AmbassadorFactory()
    asked = RequestFactory(assigned_to=mine, client__name="내게 물은 기업(예시)")
    taken = RequestFactory(assigned_to=mine, accepted=True, client__name="맡은 기업(예시)")
    for each in (RequestFactory(assigned_to=other), RequestFactory(assigned_to=other, accepted=True)):
        SessionFactory(ambassador=other, request=each, client=each.client)
    SessionFactory(ambassador=mine, draft=True, client=ClientFactory(name="쓰는 중인 기업(예시)"))
    client = signed_in(user)
    client.get("/")
    with django_assert_num_queries(8):
        answer = client.get("/")
    page = answer.content.decode()
    for text in ("내게 물은 기업(예시)", "맡은 기업(예시)", "쓰는 중인 기업(예시)"):
        assert text in page
    assert (answer.context["desk"].waiting, answer.context["desk"].accepted) == ([asked], [taken])
    for each in other.requests.all():
        assert each.client.name not in page
    assert f"{reverse('ambassadors:session_log')}?request={taken.pk}" in page
    client.post(url("request_answer", asked), {"answer": "accept"})
    assert client.get("/").context["desk"].accepted == [asked, taken]
    mine.terms.all().delete()
    assert client.get("/").status_code == 200
