import pytest

from exchange.audit.models import Event
from exchange.directory.models import Organization, Person
from tests.factories.directory import FigureFactory, OrganizationFactory, PersonFactory, PostFactory

ORGANIZATIONS, PEOPLE = "/api/v1/organizations/", "/api/v1/people/"
BODY = {"name_ko": "가상중앙회", "kind": "federation", "country": "KR"}
FIGURE = {"label": "회원", "value": 937, "as_of": "2024-07-19", "source": "가상 출처"}


def test_an_organisation_is_created_with_its_figures(staff):
    above = OrganizationFactory()
    sent = {**BODY, "aliases": ["가상회", "중앙회"], "parent": str(above.uid), "figures": [FIGURE]}
    answer = staff.post(ORGANIZATIONS, sent, format="json")
    assert answer.status_code == 201, answer.json()
    body = Organization.objects.get(uid=answer.json()["uid"])
    assert (body.aliases, body.parent) == ("가상회\n중앙회", above)
    assert body.figures.get().value == 937
    assert staff.get(f"{ORGANIZATIONS}{body.uid}/").json() == answer.json()
    assert Event.objects.about(body).count() == 2


def test_a_bad_figure_is_named_and_nothing_is_kept(staff):
    sent = {**BODY, "figures": [FIGURE, {**FIGURE, "as_of": "2024-07-20", "source": " "}]}
    answer = staff.post(ORGANIZATIONS, sent, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["figures"]["1"]) == ["source"]
    assert not Organization.objects.exists()


def test_a_figure_that_only_the_service_can_judge_is_named_too(staff):
    answer = staff.post(ORGANIZATIONS, {**BODY, "figures": [FIGURE, FIGURE]}, format="json")
    assert answer.status_code == 400
    assert "이미 있습니다" in str(answer.json()["figures"]["1"])
    assert not Organization.objects.exists()


def test_what_is_not_sent_stays(staff):
    figure = FigureFactory(organization=OrganizationFactory(name_ja="仮想"))
    body = figure.organization
    answer = staff.patch(f"{ORGANIZATIONS}{body.uid}/", {"name_en": "Virtual"}, format="json")
    assert answer.status_code == 200
    assert [answer.json()[name] for name in ("name_en", "name_ja")] == ["Virtual", "仮想"]
    assert answer.json()["figures"][0]["id"] == figure.pk


def test_a_row_named_by_its_id_keeps_its_identity(staff):
    first, second = (FigureFactory(organization=o) for o in [OrganizationFactory()] * 2)
    rows = [{"id": second.pk, "label": "새 항목"}]
    answer = staff.patch(f"{ORGANIZATIONS}{first.organization.uid}/", {"figures": rows}, format="json")
    assert [(row["id"], row["label"]) for row in answer.json()["figures"]] == [(second.pk, "새 항목")]


def test_the_row_of_another_organisation_is_not_taken_away(staff):
    mine, theirs = FigureFactory(), FigureFactory(label="남의 것")
    rows = [{**FIGURE, "id": theirs.pk}]
    staff.patch(f"{ORGANIZATIONS}{mine.organization.uid}/", {"figures": rows}, format="json")
    theirs.refresh_from_db()
    assert theirs.label == "남의 것"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "name_ko"),
        ({**BODY, "name_ko": "   "}, "name_ko"),
        ({**BODY, "kind": "club"}, "kind"),
        ({**BODY, "founded_on": "2024-13-01"}, "founded_on"),
        ({**BODY, "founded_on": "2999-01-01"}, "founded_on"),
        ({**BODY, "parent": "not-a-uid"}, "parent"),
        ({**BODY, "parent": "00000000-0000-0000-0000-000000000000"}, "parent"),
        ({**BODY, "website": "javascript:alert(1)"}, "website"),
        ({**BODY, "figures": "many"}, "figures"),
        ({**BODY, "search_key": "x"}, "search_key"),
        ({**BODY, "name_ko": "\ud800"}, "detail"),
    ],
)
def test_errors_name_the_field(staff, sent, field):
    import json

    answer = staff.post(ORGANIZATIONS, json.dumps(sent), content_type="application/json")
    assert answer.status_code == 400
    assert field in answer.json()
    assert not Organization.objects.exists()


def test_a_body_does_not_stand_above_itself(staff):
    below = OrganizationFactory(parent=OrganizationFactory())
    answer = staff.patch(f"{ORGANIZATIONS}{below.parent.uid}/", {"parent": str(below.uid)}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["parent"])


def test_a_person_is_created_with_posts_and_found_by_any_form(staff):
    body = OrganizationFactory()
    post = {"organization": str(body.uid), "title_ko": "회장", "since": "2024-01-01"}
    sent = {
        "name_ko": "모리 가상",
        "name_kana": "モリ カソウ",
        "country": "JP",
        "aliases": ["모리가상"],
        "posts": [post],
    }
    answer = staff.post(PEOPLE, sent, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["posts"][0]["title_ko"] == "회장"
    PersonFactory(name_ko="다른 사람")
    for words in ("もりかそう", "모리 가상", "회장"):
        assert [row["name_ko"] for row in staff.get(PEOPLE, {"q": words}).json()["results"]] == ["모리 가상"]


def test_a_post_that_ends_before_it_starts_is_named(staff):
    post = PostFactory()
    rows = [{"id": post.pk, "since": "2024-02-01", "until": "2024-01-01"}]
    answer = staff.patch(f"{PEOPLE}{post.person.uid}/", {"name_ko": "새 이름", "posts": rows}, format="json")
    assert answer.status_code == 400
    assert "빠릅니다" in str(answer.json()["posts"])
    assert Person.objects.get(pk=post.person.pk).name_ko != "새 이름"


def test_hostile_text_comes_back_as_it_was(staff):
    name = "<script>\u202e가\u200f😀" + "나" * 80
    answer = staff.post(PEOPLE, {"name_ko": name, "note": "다" * 10_000}, format="json")
    assert answer.status_code == 201
    assert staff.get(f"{PEOPLE}{answer.json()['uid']}/").json()["name_ko"] == name


@pytest.mark.parametrize("words", ["\0", "%", "'; --", "가" * 5000])
def test_search_takes_any_text(staff, words):
    PersonFactory()
    assert staff.get(PEOPLE, {"q": words}).status_code == 200


def test_deep_nesting_is_no_json(staff):
    answer = staff.post(PEOPLE, "[" * 100_000, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


def test_a_body_that_is_too_large_is_refused(staff, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert staff.post(PEOPLE, {"note": "가" * 1000}, format="json").status_code == 413


@pytest.mark.parametrize(("url", "sent"), [(ORGANIZATIONS, BODY), (PEOPLE, {"name_ko": "가상 인물명"})])
def test_a_near_duplicate_is_made_only_when_it_is_confirmed(staff, url, sent):
    first = staff.post(url, sent, format="json").json()
    answer = staff.post(url, sent, format="json")
    assert answer.status_code == 409
    assert [row["uid"] for row in answer.json()["similar"]] == [first["uid"]]
    assert "이름이 같습니다" in answer.json()["similar"][0]["reason"]
    assert staff.post(url, {**sent, "confirm_new": True}, format="json").status_code == 201
    assert "confirm_new" not in staff.get(f"{url}{first['uid']}/").json()


def test_a_merged_record_is_gone_and_its_name_still_works(staff, client_of):
    from exchange.directory.merging import merge_people
    from tests.factories.accounts import UserFactory

    kept, gone = PersonFactory(), PersonFactory()
    merge_people(kept=kept, gone=gone, choices={}, by=UserFactory())
    for send in (staff.get, lambda url: staff.patch(url, {"name_ko": "바꿈"}, format="json")):
        answer = send(f"{PEOPLE}{gone.uid}/")
        assert (answer.status_code, answer.json()["kept"]) == (410, str(kept.uid))
    assert client_of("ambassador").get(f"{PEOPLE}{gone.uid}/").status_code == 404
    assert Person.objects.get().name_ko != "바꿈"
