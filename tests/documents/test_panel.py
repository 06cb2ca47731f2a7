"""The panel on a subject's page: every state it shows, and what each role may do there."""

import pytest
from django.urls import reverse

from exchange.documents import definitions, renderers, selectors, services, tasks
from exchange.documents.enums import EditionState, RenditionState
from exchange.documents.models import Edition, Rendition
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.documents import RenditionFactory

pytestmark = pytest.mark.django_db
MAKE, AGAIN, PUBLISH = "결과 보고서 만들기", "PDF 다시 생성", "제1판 게시</button>"


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    numbers = []
    monkeypatch.setattr(tasks.render_rendition, "delay", numbers.append)
    return numbers


@pytest.fixture
def trip():
    return DelegationFactory(lessons_ko="정례 협의 필요")


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def make_url(trip, definition="trip-report", language="ko"):
    return reverse("documents:document_make", args=[definition, trip.pk, language])


def click(client, trip, **headers):
    return client.post(make_url(trip), headers=headers)


def page(client, trip):
    return client.get(definitions.get("trip-report").page(trip)).content.decode()


def finish():
    """What a worker leaves behind."""
    rendition = Rendition.objects.exclude(state=RenditionState.READY).get()
    ready = RenditionFactory.build(ready=True, edition=rendition.edition, requested_by=None)
    rendition.state, rendition.size, rendition.pages = RenditionState.READY, ready.size, ready.pages
    rendition.finished_at, rendition.progress = ready.finished_at, 100
    rendition.file.save("report.pdf", ready.file, save=True)
    return rendition


def change(trip):
    trip.lessons_ko = "분기별 협의 필요"
    trip.save()


def test_before_anything_there_is_one_button(client, staff, trip):
    html = page(client, trip)
    assert MAKE in html and make_url(trip) in html
    assert PUBLISH not in html and "판 이력" not in html


def test_a_click_shows_the_progress_without_javascript(client, staff, trip):
    answer = click(client, trip)
    assert (answer.status_code, answer.headers["Location"]) == (302, definitions.get("trip-report").page(trip))
    Rendition.objects.update(state=RenditionState.RENDERING, progress=64, attempts=1)
    html = page(client, trip)
    assert "<progress" in html and 'value="64"' in html and "64%" in html
    assert "새로 고침" in html
    assert MAKE not in html and AGAIN not in html


def test_a_click_with_htmx_answers_the_panel(client, staff, trip):
    answer = click(client, trip, **{"HX-Request": "true"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.strip().startswith('<div class="stack" id="document-ko">')
    assert 'hx-trigger="every 1s"' in html


def test_the_poll_goes_on_while_it_works_and_ends_with_the_panel(client, staff, trip):
    click(client, trip)
    rendition = Rendition.objects.get()
    status = reverse("documents:rendition_status", args=[rendition.pk])
    waiting = client.get(status, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    assert "HX-Retarget" not in waiting.headers
    finish()
    done = client.get(status, headers={"HX-Request": "true"})
    assert (done.headers["HX-Retarget"], done.headers["HX-Reswap"]) == ("#document-ko", "outerHTML")
    assert "every 1s" not in done.content.decode()
    assert PUBLISH in done.content.decode()
    assert client.get(status).status_code == 302


def test_the_poll_of_a_job_that_was_dropped_loads_the_page_anew(client, staff, trip):
    click(client, trip)
    status = reverse("documents:rendition_status", args=[Rendition.objects.get().pk])
    change(trip)
    click(client, trip)
    assert client.get(status, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(status).status_code == 404
    client.force_login(UserFactory(ambassador=True))
    assert client.get(status, headers={"HX-Request": "true"}).status_code == 404


def test_a_finished_draft_can_be_read_downloaded_and_published(client, staff, trip):
    click(client, trip)
    rendition = finish()
    html = page(client, trip)
    for name in ("rendition_inline", "rendition_download"):
        assert reverse(f"documents:{name}", args=[rendition.pk]) in html
    assert PUBLISH in html
    assert MAKE not in html and AGAIN not in html
    client.post(reverse("documents:edition_publish", args=[rendition.edition_id]))
    html = page(client, trip)
    assert "게시했습니다" in html and PUBLISH not in html and "제1판 게시 철회" in html


def test_changed_content_asks_for_a_new_file_before_publication(client, staff, trip):
    click(client, trip)
    rendition = finish()
    change(trip)
    html = page(client, trip)
    assert "이 파일을 만든 뒤 내용이 바뀌었습니다" in html
    assert AGAIN in html and PUBLISH not in html
    answer = client.post(reverse("documents:edition_publish", args=[rendition.edition_id]), follow=True)
    assert "다시 만들어 확인한 뒤 게시해 주세요" in answer.content.decode()
    assert Edition.objects.get().state == EditionState.DRAFT


def test_content_that_came_back_shows_its_own_file(client, staff, trip):
    click(client, trip)
    first = finish()
    change(trip)
    click(client, trip)
    second = finish()
    trip.lessons_ko = "정례 협의 필요"
    trip.save()
    click(client, trip)
    html = page(client, trip)
    assert reverse("documents:rendition_download", args=[first.pk]) in html
    assert reverse("documents:rendition_download", args=[second.pk]) not in html
    assert PUBLISH in html


def test_a_draft_whose_file_has_an_old_look_is_made_again_before_publication(client, staff, trip, monkeypatch):
    click(client, trip)
    finish()
    monkeypatch.setattr(renderers, "RENDERER_VERSION", "a new look")
    html = page(client, trip)
    assert AGAIN in html and PUBLISH not in html
    click(client, trip)
    finish()
    assert PUBLISH in page(client, trip)


def test_content_changed_since_publication_is_hinted_at(client, staff, trip):
    click(client, trip)
    services.publish_edition(edition=finish().edition, by=staff)
    assert "제1판 이후 변경" not in page(client, trip)
    change(trip)
    html = page(client, trip)
    assert "제1판 이후 변경" in html and "제2판 만들기" in html
    assert "<del>정례 협의 필요</del>" in html and "<ins>분기별 협의 필요</ins>" in html
    click(client, trip)
    assert "제1판 게시 중" in page(client, trip)


def test_unchanged_content_is_said_to_be_there(client, staff, trip, sent):
    click(client, trip)
    finish()
    answer = click(client, trip, **{"HX-Request": "true"})
    assert "내용이 그대로여서 다시 만들지 않았습니다" in answer.content.decode()


@pytest.mark.parametrize("code", ["picture_missing", "worker_lost", "unexpected", "never heard of"])
@pytest.mark.usefixtures("staff")
def test_a_failure_says_why_and_offers_to_try_again(client, trip, code, django_capture_on_commit_callbacks, sent):
    click(client, trip)
    Rendition.objects.update(state=RenditionState.FAILED, error=code, error_detail="1a2b3c4d")
    rendition = Rendition.objects.get()
    html = page(client, trip)
    assert str(rendition.what_failed) in html and str(rendition.what_to_do) in html
    assert "1a2b3c4d" in html
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("documents:rendition_retry", args=[rendition.pk]))
    assert answer.headers["Location"] == definitions.get("trip-report").page(trip)
    rendition.refresh_from_db()
    assert rendition.is_waiting and sent[-1] == rendition.pk


def test_an_executive_reads_but_makes_nothing(client, trip):
    staff = UserFactory(staff=True)
    client.force_login(staff)
    click(client, trip)
    rendition = finish()
    executive = UserFactory(executive=True)
    client.force_login(executive)
    html = page(client, trip)
    assert reverse("documents:rendition_download", args=[rendition.pk]) in html
    assert PUBLISH not in html
    assert click(client, trip).status_code == 403
    for name, pk in (("edition_publish", rendition.edition_id), ("rendition_retry", rendition.pk)):
        assert client.post(reverse(f"documents:{name}", args=[pk])).status_code == 403
    Rendition.objects.update(state=RenditionState.FAILED, error="unexpected", error_detail="1a2b3c4d", file="")
    assert "1a2b3c4d" not in page(client, trip)
    assert Edition.objects.get().is_draft


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_others_do_not_learn_that_a_trip_exists(client, trip, role):
    client.force_login(UserFactory(**{role: True}))
    assert click(client, trip).status_code == 404
    assert not Edition.objects.exists()


@pytest.mark.parametrize(("definition", "language"), [("nothing", "ko"), ("trip-report", "xx")])
def test_what_cannot_be_made_is_not_found(client, staff, trip, definition, language):
    assert client.post(make_url(trip, definition, language)).status_code == 404


def test_withdrawing_asks_for_a_reason_and_keeps_what_was_typed(client, staff, trip):
    click(client, trip)
    edition = services.publish_edition(edition=finish().edition, by=staff)
    address = reverse("documents:edition_withdraw", args=[edition.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 200
    too_long = client.post(address, {"reason": "가" * 301})
    assert "가" * 301 in too_long.content.decode()
    edition.refresh_from_db()
    assert edition.is_published
    assert client.post(address, {"reason": "수치 오류"}).headers["Location"] == edition.get_absolute_url()
    again = client.post(address, {"reason": "수치 오류"})  # somebody else was quicker
    assert "지금 상태(게시 철회)에서는 할 수 없습니다" in again.content.decode()


@pytest.mark.parametrize("count", [2, 6])
def test_query_count_of_the_panel(client, staff, trip, count, django_assert_num_queries):
    for number in range(count):
        trip.lessons_ko = f"{number}차"
        trip.save()
        click(client, trip)
        edition = finish().edition
        if number < count - 1:
            services.publish_edition(edition=edition, by=staff)
    definition = definitions.get("trip-report")
    with django_assert_num_queries(12):  # 8 of them are the builder's
        panel = selectors.document_panel(definition.name, trip, "ko", staff)
    assert len(panel.editions) == count
