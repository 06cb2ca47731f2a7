"""Asking for a report, publishing it, withdrawing it: what happens to editions and their files."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from exchange.audit.models import Event
from exchange.documents import definitions, renderers, services, tasks
from exchange.documents.enums import EditionState, RenditionState
from exchange.documents.models import Document, Edition, Rendition
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.documents import RenditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """The numbers of the rows for which a message left."""
    numbers = []
    monkeypatch.setattr(tasks.render_rendition, "delay", numbers.append)
    return numbers


@pytest.fixture
def commits(sent, django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def trip():
    return DelegationFactory(lessons_ko="정례 협의 필요")


def request(trip, by):
    return services.request_rendition(definition=definitions.get("trip-report"), subject=trip, language="ko", by=by)


def finish(rendition):
    """What a worker leaves behind."""
    ready = RenditionFactory.build(ready=True, edition=rendition.edition, requested_by=None)
    rendition.refresh_from_db()
    rendition.state, rendition.size, rendition.pages = RenditionState.READY, ready.size, ready.pages
    rendition.file.save("report.pdf", ready.file, save=True)
    return rendition


def change(trip, lessons="분기별 협의 필요"):
    trip.lessons_ko = lessons
    trip.save()


def published(trip, by):
    rendition = finish(request(trip, by))
    return services.publish_edition(edition=rendition.edition, by=by)


def test_first_request_opens_a_draft_and_sends_one_message(trip, staff, sent, commits):
    with commits():
        rendition = request(trip, staff)
        assert sent == []  # nothing leaves before the row is there for everybody
    assert sent == [rendition.pk]
    assert rendition.state == RenditionState.QUEUED
    assert rendition.edition.number == 1
    assert rendition.edition.state == EditionState.DRAFT
    assert rendition.edition.title.endswith("결과 보고")
    assert "정례협의필요" in rendition.edition.search_key
    assert list(Event.objects.values_list("verb", "by")) == [("request", staff.pk), ("open", staff.pk)]


def test_second_click_sends_nothing(trip, staff, sent, commits):
    with commits():
        first = request(trip, staff)
    with commits():
        assert request(trip, staff) == first
    assert sent == [first.pk]
    assert Rendition.objects.count() == 1


def test_ready_file_of_the_same_content_is_not_rendered_again(trip, staff, sent, commits):
    with commits():
        first = finish(request(trip, staff))
    with commits():
        again = request(trip, staff)
    assert (again, again.state) == (first, RenditionState.READY)
    assert sent == [first.pk]


def test_a_file_that_vanished_from_storage_is_made_again(trip, staff, sent, commits):
    with commits():
        rendition = finish(request(trip, staff))
    rendition.file.storage.delete(rendition.file.name)
    with commits():
        again = request(trip, staff)
    assert (again.pk, again.state) == (rendition.pk, RenditionState.QUEUED)
    assert sent == [rendition.pk, rendition.pk]


def test_a_new_renderer_makes_the_file_of_a_draft_again(trip, staff, sent, commits, monkeypatch):
    with commits():
        first = finish(request(trip, staff))
    monkeypatch.setattr(renderers, "RENDERER_VERSION", "a new look")
    with commits():
        second = request(trip, staff)
    assert second.edition == first.edition
    assert sent == [first.pk, second.pk]


def test_draft_follows_the_live_data(trip, staff, sent, commits):
    with commits():
        first = request(trip, staff)
        change(trip)
        second = request(trip, staff)
    edition = Edition.objects.get()
    assert edition == second.edition
    assert "분기별협의필요" in edition.search_key and "정례협의필요" not in edition.search_key
    assert not Rendition.objects.filter(pk=first.pk).exists()  # its content can be made by nobody any more
    assert second.content_sha256 == edition.content_sha256("pdf")


def test_content_that_comes_back_finds_its_file(trip, staff, sent, commits):
    with commits():
        first = finish(request(trip, staff))
        change(trip)
        finish(request(trip, staff))
        change(trip, "정례 협의 필요")
        again = request(trip, staff)
    assert (again, again.state) == (first, RenditionState.READY)


def test_failed_job_is_sent_again_by_the_same_button(trip, staff, sent, commits):
    with commits():
        rendition = request(trip, staff)
        Rendition.objects.update(state=RenditionState.FAILED, error="worker_lost", attempts=3)
    with commits():
        again = request(trip, staff)
    assert (again.pk, again.state, again.attempts, again.error) == (rendition.pk, RenditionState.QUEUED, 0, "")
    assert sent == [rendition.pk, rendition.pk]


def test_retry_sends_only_what_failed(trip, staff, sent, commits):
    with commits():
        rendition = finish(request(trip, staff))
        services.retry_rendition(rendition=rendition, by=staff)
    rendition.refresh_from_db()
    assert rendition.is_ready
    assert sent == [rendition.pk]


def test_publishing_freezes_and_stamps(trip, staff, sent):
    edition = published(trip, staff)
    assert (edition.state, edition.published_by) == (EditionState.PUBLISHED, staff)
    assert edition.published_at is not None
    assert Event.objects.about(edition).first().verb == "publish"
    change(trip)
    request(trip, staff)
    edition.refresh_from_db()
    assert "정례협의필요" in edition.search_key
    assert Edition.objects.get(state=EditionState.DRAFT).number == 2


def test_unchanged_content_opens_no_new_edition(trip, staff, sent, monkeypatch):
    edition = published(trip, staff)
    monkeypatch.setattr(renderers, "RENDERER_VERSION", "a new look")  # a published file stays what it is
    rendition = request(trip, staff)
    assert (rendition.edition, rendition.state) == (edition, RenditionState.READY)
    assert Edition.objects.count() == 1


def test_draft_is_dropped_when_the_content_returns_to_what_is_published(trip, staff, sent):
    edition = published(trip, staff)
    change(trip)
    request(trip, staff)
    change(trip, "정례 협의 필요")
    assert request(trip, staff).edition == edition
    assert list(Edition.objects.all()) == [edition]


def test_publishing_needs_the_file(trip, staff, sent):
    rendition = request(trip, staff)
    with pytest.raises(ValidationError) as refused:
        services.publish_edition(edition=rendition.edition, by=staff)
    assert refused.value.code == "no_file"
    rendition.edition.refresh_from_db()
    assert rendition.edition.is_draft


def test_publishing_needs_the_file_of_the_present_content(trip, staff, sent):
    rendition = finish(request(trip, staff))
    change(trip)
    with pytest.raises(ValidationError) as refused:
        services.publish_edition(edition=rendition.edition, by=staff)
    assert refused.value.code == "changed"
    request(trip, staff)  # the draft now says it, its file is still to come
    with pytest.raises(ValidationError) as refused:
        services.publish_edition(edition=rendition.edition, by=staff)
    assert refused.value.code == "no_file"
    assert not Edition.objects.published().exists()


def test_new_edition_takes_the_place_of_the_old(trip, staff, sent):
    first = published(trip, staff)
    change(trip)
    second = published(trip, staff)
    first.refresh_from_db()
    assert (first.state, first.withdrawn_by) == (EditionState.WITHDRAWN, staff)
    assert (first.withdrawn_reason, first.superseded_by) == ("", 2), "a fact: every reader reads it in his own words"
    wording = {"ko": "제2판 게시로 대체", "ja": "第2版の掲載に伴う差替え", "en": "Replaced by edition 2"}
    for language, words in wording.items():
        with translation.override(language):
            assert first.why_withdrawn == words
    assert (second.number, second.state) == (2, EditionState.PUBLISHED)


def test_a_refused_replacement_leaves_the_old_edition_in_place(trip, staff, sent):
    first = published(trip, staff)
    change(trip)
    rendition = finish(request(trip, staff))
    with pytest.raises(PermissionDenied):
        services.publish_edition(edition=rendition.edition, by=UserFactory(executive=True))
    first.refresh_from_db()
    assert first.is_published


def test_withdrawing_needs_a_reason(trip, staff, sent):
    edition = published(trip, staff)
    with pytest.raises(ValidationError):
        services.withdraw_edition(edition=edition, reason="", by=staff)
    edition = services.withdraw_edition(edition=edition, reason="수치 오류", by=staff)
    assert (edition.state, edition.withdrawn_reason) == (EditionState.WITHDRAWN, "수치 오류")
    assert Event.objects.about(edition).first().changes == {
        "state": ["published", "withdrawn"],
        "withdrawn_reason": ["", "수치 오류"],
    }


def test_after_withdrawal_the_same_content_is_a_new_edition_with_the_same_file(trip, staff, sent, commits):
    with commits():
        edition = published(trip, staff)
        services.withdraw_edition(edition=edition, reason="수치 오류", by=staff)
    sent.clear()
    with commits():
        rendition = request(trip, staff)
    assert rendition.edition.number == 2
    assert rendition.is_ready and rendition.has_file
    assert sent == []
    assert services.publish_edition(edition=rendition.edition, by=staff).is_published


def test_publishing_drops_the_files_of_earlier_drafts(trip, staff, sent, commits):
    with commits():
        old = finish(request(trip, staff))
    change(trip)
    with commits():
        edition = published(trip, staff)
    assert not old.file.storage.exists(old.file.name)
    assert [r.has_file for r in edition.renditions.all()] == [True]


def test_a_shared_file_stays_as_long_as_somebody_needs_it(trip, staff, sent, commits):
    with commits():
        edition = published(trip, staff)
        services.withdraw_edition(edition=edition, reason="수치 오류", by=staff)
        draft = request(trip, staff).edition  # lends the file of edition 1
        change(trip)
        published(trip, staff)  # drops the draft's earlier files
    assert draft.renditions.count() == 1
    assert edition.renditions.get().has_file


def test_download_of_a_published_report_is_recorded(trip, staff, sent):
    edition = published(trip, staff)
    executive = UserFactory(executive=True)
    services.record_download(rendition=edition.renditions.get(), by=executive)
    event = Event.objects.about(edition).first()
    assert (event.verb, event.by) == ("download", executive)


def test_languages_are_separate_documents(trip, staff, sent):
    for language in ("ko", "ja"):
        services.request_rendition(definition=definitions.get("trip-report"), subject=trip, language=language, by=staff)
    assert Document.objects.count() == Edition.objects.count() == Rendition.objects.count() == 2
