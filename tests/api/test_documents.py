import pytest

from delegations.models import Delegation
from exchange.documents.models import Edition, Rendition
from tests.factories.delegations import DelegationFactory
from tests.factories.documents import EditionFactory, RenditionFactory

API = "/api/v1/"


def test_the_shelf_holds_published_editions_with_their_files(staff):
    published = EditionFactory(published=True, title="게시된 보고", text="도쿄에서 합의")
    file = RenditionFactory(edition=published, ready=True)
    EditionFactory(title="초안"), EditionFactory(withdrawn=True, title="철회")
    [row] = staff.get(f"{API}documents/").json()["results"]
    assert (row["id"], row["title"], row["language"]) == (published.pk, "게시된 보고", "ko")
    assert row["files"][0]["download"].endswith(f"/api/v1/renditions/{file.pk}/download/")
    assert staff.get(f"{API}documents/", {"q": "도쿄에서"}).json()["count"] == 1
    assert staff.get(f"{API}documents/", {"q": "없는 말"}).json()["count"] == 0


def test_a_report_is_asked_for_once(staff, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr("exchange.documents.jobs.dispatch", sent.append)
    trip = DelegationFactory()
    with django_capture_on_commit_callbacks(execute=True):
        first = staff.post(f"{API}documents/trip-report/{trip.slug}/renditions/", {"language": "ko"}, format="json")
        again = staff.post(f"{API}documents/trip-report/{trip.slug}/renditions/", {"language": "ko"}, format="json")
    assert (first.status_code, first.json()["state"], first.json()["download"]) == (202, "queued", None)
    assert again.json()["id"] == first.json()["id"]
    assert sent == [first.json()["id"]]
    assert staff.get(f"{API}renditions/{first.json()['id']}/").json()["state"] == "queued"
    assert staff.get(f"{API}renditions/{first.json()['id']}/download/").status_code == 404


@pytest.mark.parametrize(("sent", "field"), [({}, "language"), ({"language": "fr"}, "language"),
                                             ({"language": "ko", "format": "exe"}, "format")])  # fmt: skip
def test_a_bad_request_names_the_field(staff, sent, field):
    trip = DelegationFactory()
    answer = staff.post(f"{API}documents/trip-report/{trip.slug}/renditions/", sent, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Rendition.objects.exists()


@pytest.mark.parametrize("path", ["trip-report/nowhere", "no-report/{slug}"])
def test_what_does_not_exist_is_not_found(staff, path):
    path = path.format(slug=DelegationFactory().slug)
    assert staff.post(f"{API}documents/{path}/renditions/", {"language": "ko"}, format="json").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("executive", 403), ("ambassador", 404), ("administrator", 404)])
def test_who_may_not_make_reports_starts_no_job(client_of, role, status):
    trip = DelegationFactory()
    address = f"{API}documents/trip-report/{trip.slug}/renditions/"
    assert client_of(role).post(address, {"language": "ko"}, format="json").status_code == status
    assert not Edition.objects.exists()


def test_an_executive_downloads_under_a_good_name(client_of):
    trip = Delegation.objects.get(pk=DelegationFactory().pk)
    edition = EditionFactory(published=True, document__subject_id=trip.pk)
    file = RenditionFactory(edition=edition, ready=True)
    answer = client_of("executive").get(f"{API}renditions/{file.pk}/download/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "2024-07" in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_outsiders_do_not_reach_a_file(client_of, role):
    file = RenditionFactory(edition=EditionFactory(published=True), ready=True)
    client = client_of(role)
    assert client.get(f"{API}renditions/{file.pk}/").status_code == 404
    assert client.get(f"{API}renditions/{file.pk}/download/").status_code == 404
