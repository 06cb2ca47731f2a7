"""After an edition: who came and what was said, its meetings, and the promise that it keeps by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from exchange.accounts.enums import Role
from exchange.mous.enums import OccurrenceState
from exchange.mous.models import Evidence
from exchange.mous.services import answer_wording
from forums import services
from forums.enums import EditionState
from forums.models import CheckIn, Edition
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, SeriesFactory, SessionFactory
from tests.factories.meetings import MeetingFactory, PhotoFactory, PointFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, OccurrenceFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def promise():
    """Owed together with a body of its own; with the year of yesterday's forum."""
    promise = YearlyCommitmentFactory(
        counterpart=OrganizationFactory(), made_on=date(2024, 7, 18), recurs_from=YESTERDAY.year,
        sentence_ko="해마다 예시 포럼을 연다", sentence_ja="毎年見本フォーラムを開く",
    )  # fmt: skip
    OccurrenceFactory(commitment=promise, year=YESTERDAY.year)
    return promise


@pytest.fixture
def edition(promise):
    """Announced, with two sessions, and over since yesterday."""
    series = SeriesFactory(counterpart=promise.counterpart, commitment=promise)
    edition = EditionFactory(series=series, year=YESTERDAY.year, starts_on=YESTERDAY, seats=(20, 20))
    for hour in (10, 11):
        SessionFactory(edition=edition, hour=hour, kind="session")
    return edition


def page(name, edition, *keys):
    return reverse(f"forums:{name}", args=[edition.pk, *keys])


def typed(edition, **figures):
    """What the browser sends of the page as it stands."""
    sent = {"version": Edition.objects.get(pk=edition.pk).version, "attended_ours": "", "attended_counterpart": ""}
    sent["attended_total"] = ""
    for session in edition.sessions.all():
        sent |= {
            f"s{session.pk}-{name}": "" for name in ("attended_ours", "attended_counterpart", "note_ko", "note_ja")
        }
    return sent | figures


# --- it took place -----------------------------------------------------------------------


def test_it_is_held_with_all_that_is_known(client, staff, edition):
    first, second = edition.sessions.all()
    sent = typed(edition, attended_ours="180", attended_counterpart="90")
    sent |= {
        f"s{first.pk}-attended_ours": "120",
        f"s{first.pk}-note_ko": "ㅇ 예시 논의",
        f"s{first.pk}-note_ja": "見本",
    }
    answer = client.post(page("edition_hold", edition), sent)
    assert answer.url == page("edition_results", edition)
    edition.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (edition.state, edition.attended_ours, edition.attended) == (EditionState.HELD, 180, 270)
    assert (first.attended_ours, first.attended_counterpart, first.note_ja) == (120, None, "見本")
    assert second.attended_ours is None
    [evidence] = Evidence.objects.all()
    assert (evidence.dated_on, evidence.occurrence.year) == (YESTERDAY, YESTERDAY.year)
    shown = client.get(page("edition_results", edition)).text
    assert f"{YESTERDAY.year}년 약속의 이행 근거로 등록됨" in shown
    assert evidence.occurrence.state == OccurrenceState.KEPT
    assert reverse("mous:occurrence_state", args=[evidence.occurrence_id]) not in shown
    assert "見本" in shown


def test_it_is_not_held_before_its_day_nor_half(client, staff, edition):
    Edition.objects.filter(pk=edition.pk).update(starts_on=timezone.localdate() + timedelta(days=3), ends_on=None)
    assert "개최했음" not in client.get(page("edition_results", edition)).text
    answer = client.post(page("edition_hold", edition), typed(edition, attended_ours="180"))
    assert answer.status_code == 200
    assert "아직 오지 않은 날의 회차" in answer.text
    assert 'value="180"' in answer.text  # what was typed stays
    edition.refresh_from_db()
    assert (edition.state, edition.attended_ours) == (EditionState.ANNOUNCED, None)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"attended_ours": "-1"}, "실제 참가(한국 측)"),
        ({"attended_ours": "many"}, "정수"),
        ({"attended_ours": "10", "attended_counterpart": "5", "attended_total": "20"}, "측별 인원의 합과 다릅니다"),
        ({"attended_ours": str(10**12)}, "실제 참가(한국 측)"),
    ],
)
def test_wrong_figures_are_told_at_their_field(figures, said, client, staff, edition):
    answer = client.post(page("edition_results", edition), typed(edition, **figures))
    assert answer.status_code == 200
    assert said in answer.text
    assert "저장하지 않았습니다" in answer.text
    edition.refresh_from_db()
    assert edition.attended is None
    assert edition.version == 1


def test_a_total_that_the_sides_say_already_is_not_kept_twice(client, staff, edition):
    client.post(page("edition_results", edition), typed(edition, attended_ours="9", attended_total="9"))
    edition.refresh_from_db()
    assert (edition.attended_total, edition.attended) == (None, 9)


def test_a_refused_session_keeps_all_back(client, staff, edition):
    first, second = edition.sessions.all()
    sent = typed(edition, attended_ours="180")
    sent |= {f"s{first.pk}-note_ko": "적은 글", f"s{second.pk}-attended_ours": "-3"}
    answer = client.post(page("edition_results", edition), sent)
    assert "적은 글" in answer.text
    assert f'href="#id_s{second.pk}-attended_ours"' in answer.text
    first.refresh_from_db()
    assert first.note_ko == ""


def test_who_was_counted_at_the_door_is_proposed(client, staff, edition):
    first = edition.sessions.first()
    people = [RegistrationFactory(edition=edition, side=side) for side in ("ours", "ours", "counterpart")]
    RegistrationFactory(edition=edition)  # never came
    CheckIn.objects.create(registration=RegistrationFactory(), at=timezone.now(), by=staff)  # to another forum
    for person in people[1:]:
        CheckIn.objects.create(registration=person, at=timezone.now(), by=staff)
    for person in people[:2]:  # the first one was seen at the session only
        CheckIn.objects.create(registration=person, session=first, at=timezone.now(), by=staff)
    response = client.get(page("edition_results", edition))
    form = response.context["form"]
    assert (form.figures["attended_ours"].value(), form.figures["attended_counterpart"].value()) == (2, 1)
    assert [each["attended_ours"].value() for each in form.sessions] == [2, None]
    assert "미리 채웠습니다" in response.text
    services.write_results(edition=edition, figures={"attended_ours": 7}, sessions={}, by=staff)
    shown = client.get(page("edition_results", edition))
    assert shown.context["form"].figures["attended_ours"].value() == 7  # what somebody wrote is not counted again
    assert "미리 채웠습니다" not in shown.text


def test_the_second_to_save_is_told(client, staff, edition):
    sent = typed(edition, attended_ours="100")
    services.write_results(
        edition=edition, version=edition.version, figures={"attended_ours": 90}, sessions={}, by=staff
    )
    answer = client.post(page("edition_results", edition), sent)
    assert answer.status_code == 409
    assert "실제 참가(한국 측): 90" in answer.text
    assert 'value="100"' in answer.text
    edition.refresh_from_db()
    assert edition.attended_ours == 90
    again = client.post(page("edition_results", edition), sent | {"version": edition.version})
    assert again.status_code == 302
    edition.refresh_from_db()
    assert edition.attended_ours == 100


def test_a_proposal_has_no_results_yet(client, staff):
    proposed = EditionFactory(state=EditionState.PROPOSED)
    assert '<form class="stack"' not in client.get(page("edition_results", proposed)).text
    with pytest.raises(ValidationError):
        services.write_results(edition=proposed, figures={"attended_ours": 1}, sessions={}, by=staff)


def test_sessions_of_another_edition_are_not_written(staff, edition):
    stranger = SessionFactory()
    services.write_results(edition=edition, figures={}, sessions={stranger.pk: {"note_ko": "남의 글"}}, by=staff)
    stranger.refresh_from_db()
    assert stranger.note_ko == ""


# --- undone ------------------------------------------------------------------------------


def test_held_by_mistake_is_undone_and_the_year_owed_again_as_it_was(client, staff, edition, promise):
    promise.occurrences.update(state=OccurrenceState.MISSED, missed_at=timezone.now())
    services.close_edition(edition=edition, figures={"attended_ours": 5}, sessions={}, by=staff)
    assert promise.occurrences.get().state == OccurrenceState.KEPT
    client.post(page("edition_unhold", edition))
    edition.refresh_from_db()
    assert (edition.state, edition.attended_ours) == (EditionState.ANNOUNCED, 5)
    assert promise.occurrences.get().state == OccurrenceState.MISSED
    assert not Evidence.objects.exists()


def test_a_year_that_something_else_proves_stays_kept(client, staff, edition, promise):
    EvidenceFactory(commitment=promise, occurrence=promise.occurrences.get(), dated_on=YESTERDAY)
    services.close_edition(edition=edition, figures={}, sessions={}, by=staff)
    client.post(page("edition_unhold", edition))
    assert promise.occurrences.get().state == OccurrenceState.KEPT


# --- the promise -------------------------------------------------------------------------


def test_both_pages_show_each_other(client, staff, edition, promise):
    services.close_edition(edition=edition, figures={}, sessions={}, by=staff)
    shown = client.get(promise.get_absolute_url()).text
    assert edition.get_absolute_url() in shown
    assert "예시 포럼" in shown
    [year] = promise.occurrences.all()
    assert year.state == OccurrenceState.KEPT
    assert "약속을 이행으로 표시" not in client.get(page("edition_results", edition)).text


def test_an_objection_without_an_answer_leaves_the_year_to_a_person(client, staff, edition, promise):
    theirs = UserFactory(role=Role.COUNTERPART)
    answer_wording(commitment=promise, answer="objected", comment="해마다는 어렵습니다", by=theirs)
    services.close_edition(edition=edition, figures={}, sessions={}, by=staff)
    [year] = promise.occurrences.all()
    assert (year.state, year.evidence.count()) == (OccurrenceState.OPEN, 1)
    assert reverse("mous:occurrence_state", args=[year.pk]) in client.get(page("edition_results", edition)).text


def test_the_counterpart_reads_in_japanese_that_its_promise_is_kept_by_the_forum(client, staff, edition, promise):
    services.close_edition(edition=edition, figures={}, sessions={}, by=staff)
    theirs = UserFactory(role=Role.COUNTERPART, language="ja")
    PersonFactory(user=theirs)
    from tests.factories.directory import PostFactory

    PostFactory(person=theirs.person, organization=promise.counterpart)
    client.force_login(theirs)
    shown = client.get(promise.get_absolute_url(), headers={"accept-language": "ja"})
    assert shown.status_code == 200
    proof = shown.text.split('id="evidence"')[1].split("</section>")[0]
    assert edition.name_ja in proof
    assert edition.get_absolute_url() in proof
    assert client.get(page("edition_results", edition)).status_code == 403
    assert client.get(page("edition_results", EditionFactory())).status_code == 404  # the forum of another counterpart
    for name in ("edition_meetings", "edition_proceedings"):
        assert client.get(page(name, edition)).status_code == 403
    for name in ("edition_hold", "edition_unhold"):
        assert client.post(page(name, edition)).status_code == 403


def test_a_held_forum_may_prove_another_promise_by_typing(client, staff, edition):
    services.close_edition(edition=edition, figures={}, sessions={}, by=staff)
    other = CommitmentFactory(made_on=date(2024, 7, 18))
    EditionFactory(name_ko="예시 포럼 예정")
    offered = client.get(reverse("mous:record_options", args=["forum"]), {"q": "예시 포럼"}).json()["options"]
    assert [each["name"] for each in offered] == [edition.name_ko]
    form = client.get(reverse("mous:evidence_add", args=[other.pk])).text
    assert 'class="of-forum"' in form
    answer = client.post(
        reverse("mous:evidence_add", args=[other.pk]),
        {
            "kind": "forum",
            "forum": offered[0]["value"],
            "dated_on": YESTERDAY.isoformat(),
            "note_ko": "",
            "note_ja": "",
        },
    )
    assert answer.status_code == 302
    assert {link.evidence.commitment for link in edition.evidence_links.all()} >= {other}


# --- meetings ----------------------------------------------------------------------------


def test_meetings_of_the_edition_with_what_came_of_them(client, staff, edition):
    meeting = MeetingFactory(title_ko="포럼 계기 면담")
    point = PointFactory(meeting=meeting, text_ko="함께 조사하기로 함")
    photo = PhotoFactory(meeting=meeting)
    CommitmentFactory(meeting=meeting, point=point, sentence_ko="공동 조사를 한다")
    CommitmentFactory(sentence_ko="다른 자리의 약속")
    stranger = MeetingFactory(title_ko="다른 회차의 면담")
    services.link_meeting(edition=EditionFactory(), meeting=stranger, by=staff)
    assert "포럼 계기 면담" in client.get(reverse("mous:meeting_options"), {"q": "포럼 계기"}).text
    answer = client.post(page("edition_meetings", edition), {"meeting": "포럼 계기"})
    assert answer.url == f"{page('edition_results', edition)}#meetings"
    for headers, is_page in (({}, True), ({"HX-Request": "true"}, False)):
        shown = client.get(page("edition_meetings", edition), headers=headers).text
        for words in ("포럼 계기 면담", "함께 조사하기로 함", "공동 조사를 한다", f"/photos/{photo.pk}/"):
            assert words in shown
        assert "다른" not in shown
        assert ("<html" in shown) == is_page
    taken = client.post(page("edition_meetings", edition), {"meeting": "다른 회차의 면담"})
    assert "이미 다른 회차에" in taken.text
    assert page("edition_results", edition) in client.get(meeting.get_absolute_url()).text  # and back again
    client.post(page("edition_meeting_unlink", edition, meeting.pk))
    assert not edition.meeting_links.exists()
    assert client.post(page("edition_meeting_unlink", edition, stranger.pk)).status_code == 404


def test_a_new_meeting_is_one_of_the_edition(client, staff, edition):
    form = client.get(page("edition_meeting_add", edition)).context["form"]
    assert (form["zone"].value(), form["country"].value()) == (edition.zone, edition.host_country)
    sent = {
        "title_ko": "새 면담",
        "day": YESTERDAY.isoformat(),
        "starts": "10:00",
        "zone": edition.zone,
        "country": "KR",
    }
    answer = client.post(page("edition_meeting_add", edition), sent | {"state": "held"})
    meeting = edition.meeting_links.get().meeting
    assert answer.url == reverse("meetings:meeting_minutes", args=[meeting.pk])
    assert "새 면담" in client.get(page("edition_meetings", edition)).text
    wrong = client.post(page("edition_meeting_add", edition), sent | {"state": "held", "day": "어제"})
    assert "새 면담" in wrong.text
    assert edition.meeting_links.count() == 1


def test_readers_read_and_do_not_write(client, edition):
    services.write_results(
        edition=edition, figures={"attended_ours": 33},
        sessions={edition.sessions.first().pk: {"note_ko": "읽을 글"}}, by=UserFactory(staff=True),
    )  # fmt: skip
    client.force_login(UserFactory(executive=True))
    shown = client.get(page("edition_results", edition)).text
    assert "33명" in shown
    assert "읽을 글" in shown
    assert "개최했음" not in shown
    for name in ("edition_results", "edition_hold", "edition_meetings", "edition_unhold"):
        assert client.post(page(name, edition), typed(edition)).status_code == 403
    client.force_login(UserFactory(role=Role.AMBASSADOR))
    assert client.get(page("edition_results", edition)).status_code == 404


@pytest.mark.parametrize("number", [1, 6])
def test_the_pages_cost_the_same(client, staff, edition, number, django_assert_num_queries):
    for _n in range(number):
        SessionFactory(edition=edition)
        person = RegistrationFactory(edition=edition)
        CheckIn.objects.create(registration=person, at=timezone.now(), by=staff)
        meeting = MeetingFactory()
        PointFactory(meeting=meeting)
        PhotoFactory(meeting=meeting)
        CommitmentFactory(meeting=meeting)
        services.link_meeting(edition=edition, meeting=meeting, by=staff)
    services.close_edition(edition=edition, figures={}, sessions={}, by=staff)
    with django_assert_num_queries(7):
        client.get(page("edition_results", edition))
    with django_assert_num_queries(8):
        client.get(page("edition_meetings", edition), headers={"HX-Request": "true"})
