"""The pages of a list: uploaded, looked through, taken over; for those who may write only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from exchange.audit.models import Event
from exchange.meetings.enums import Side
from exchange.notices.models import Notice
from exchange.notices.running import run_rule
from forums import services
from forums.enums import BadgeChoice
from forums.models import Quota
from forums.notices import LIST_SENT
from forums.services import imports
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory, PostFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, list_of_people

pytestmark = pytest.mark.django_db
CSV = "氏名,会社名,メール\n見本 一郎,見本製作所,ichiro@example.com\n見本 二郎,見本製作所,違う\n".encode("cp932")


@pytest.fixture
def edition():
    return EditionFactory(seats=(3, 90))


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def test_a_list_is_uploaded_chosen_and_taken_over(client, edition, staff):
    page = reverse("forums:edition_imports", args=[edition.pk])
    file = SimpleUploadedFile("名簿.csv", CSV)
    response = client.post(page, {"side": "counterpart", "file": file}, follow=True)
    source = edition.imports.get()
    text = response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("forums:import_detail", args=[source.pk])
    assert "見本 一郎" in text
    assert "C3: ‘違う’" in text
    assert edition.registrations.count() == 0
    apply = reverse("forums:import_apply", args=[source.pk])
    response = client.post(apply, {"row-2": "add", "row-3": "add"})
    assert response.status_code == 422
    assert "동의" in response.content.decode()
    response = client.post(apply, {"row-2": "add", "consents": "on"}, follow=True)
    assert "1명(확정 1명, 대기 0명)" in response.content.decode()
    assert edition.registrations.get().source == source
    client.post(reverse("forums:import_undo", args=[source.pk]))
    assert edition.registrations.count() == 0


def test_a_file_that_is_no_list_is_refused_at_its_field(client, edition, staff):
    page = reverse("forums:edition_imports", args=[edition.pk])
    response = client.post(page, {"side": "ours", "file": SimpleUploadedFile("list.csv", b"a,b\n1,2\n")})
    assert "열 이름을 찾지 못했습니다" in response.content.decode()
    assert edition.imports.count() == 0


def test_choices_of_a_page_and_of_all_rows_are_kept(client, edition, staff):
    for n in range(60):
        RegistrationFactory(
            edition=edition, side=Side.COUNTERPART, email=f"n{n}@example.com", arrival=n + 1, seat=n + 1
        )
    Quota.objects.filter(edition=edition).update(arrivals=60)
    people = [{"name": f"見本 {n}", "email": f"n{n}@example.com"} for n in range(60)]
    source = list_of_people(edition, [*people, {"name": "見本 新"}])
    page = reverse("forums:import_detail", args=[source.pk])
    client.post(page, {"row-5": "skip", "row-6": "nonsense", "row-x": "skip"})
    client.post(f"{page}?kind=new", {"all": "skip"})
    source.refresh_from_db()
    assert [row["n"] for row in source.rows["rows"] if row["choice"] == "skip"] == [5, 62]


def test_fifty_rows_ask_as_much_as_one(client, edition, staff, django_assert_num_queries):
    one = list_of_people(edition, [{"name": "見本"}])
    many = list_of_people(edition, [{"name": f"見本 {n}", "email": f"n{n}@example.com"} for n in range(80)])
    client.get(reverse("forums:import_detail", args=[one.pk]))
    for source in (one, many):
        with django_assert_num_queries(5):
            response = client.get(reverse("forums:import_detail", args=[source.pk]))
        assert len(response.content) < 40 * 1024


def test_who_may_not_write_sees_no_people(client, edition, staff):
    source = list_of_people(edition)
    pages = [reverse("forums:import_detail", args=[source.pk]), reverse("forums:edition_imports", args=[edition.pk])]
    client.force_login(UserFactory(executive=True))
    assert [client.get(page).status_code for page in pages] == [403, 403]
    client.force_login(UserFactory(ambassador=True))
    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_the_template_comes_in_three_languages(client, edition, staff):
    for language, heading in (("ko", "이름"), ("ja", "氏名"), ("en", "Name")):
        response = client.get(reverse("forums:import_template", args=[edition.pk, language]))
        assert load_workbook(io.BytesIO(b"".join(response))).active["A1"].value == heading
    assert client.get(reverse("forums:import_template", args=[edition.pk, "xx"])).status_code == 404


def test_the_counterpart_sends_its_list_and_reads_numbers_and_its_own_mistakes(client, edition):
    speaker, colleague, foreign = (UserFactory(counterpart=True, language="ko") for _number in range(3))
    for user in (speaker, colleague):
        PostFactory(person=PersonFactory(user=user), organization=edition.series.counterpart)
    known = RegistrationFactory(edition=edition, name="예시 한국 참가자", email="ichiro@example.com")
    client.force_login(speaker)
    send = reverse("forums:edition_list", args=[edition.pk])
    assert send in client.get(reverse("forums:edition_tasks", args=[edition.pk])).content.decode()
    assert b"".join(client.get(reverse("forums:import_template", args=[edition.pk, "ja"])))[:2] == b"PK"

    refused = client.post(send, {"file": SimpleUploadedFile("list.csv", b"a,b\n1,2\n"), "agrees": "on"})
    assert "열 이름을 찾지 못했습니다" in refused.content.decode()
    assert list(client.post(send, {"file": SimpleUploadedFile("名簿.csv", CSV)}).context["form"].errors) == ["agrees"]
    assert edition.imports.count() == 0

    sent = client.post(send, {"file": SimpleUploadedFile("名簿.csv", CSV), "agrees": "on"}, follow=True)
    text = sent.content.decode()
    source = edition.imports.get()
    assert (source.side, source.uploaded_by, sent.context["right"], sent.context["wrong"]) == (
        "counterpart", speaker, 1, 1,
    )  # fmt: skip
    assert "C3: ‘違う’" in text
    assert [word for word in (known.name, "ichiro@example.com", "이미 등록", "다른 편") if word in text] == []
    assert Event.objects.get(verb="open_import").changes["statement"]
    client.post(
        send, {"file": SimpleUploadedFile("名簿2.csv", CSV.replace("違う".encode("cp932"), b"")), "agrees": "on"}
    )
    source = edition.imports.get()  # in place of the first
    page = reverse("forums:list_detail", args=[source.pk])
    assert "틀린 곳이 없습니다" in client.get(page).content.decode()
    for name in ("import_detail", "import_undo"):
        assert client.get(reverse(f"forums:{name}", args=[source.pk])).status_code == 403
    for user, codes in ((colleague, (200, 404)), (foreign, (404, 404))):
        client.force_login(user)
        assert (client.get(send).status_code, client.get(page).status_code) == codes

    staff = UserFactory(staff=True)
    run_rule(LIST_SENT, timezone.localdate())
    notice = Notice.objects.get(recipient=staff)
    services.apply_import(source=services.compare_again(source=source), consents=True, by=staff)
    run_rule(LIST_SENT, timezone.localdate())
    notice.refresh_from_db()
    assert (notice.settled_at is not None, edition.registrations.count()) == (True, 2)
    client.force_login(speaker)
    done = client.get(page).content.decode()
    assert "2명(그 가운데 대기 0명)" in done
    assert known.name not in done


def test_who_stays_when_a_list_is_taken_back_is_named_with_the_reason(client, edition, staff):
    people = [{"name": f"見本 {n}", "company": "F", "email": f"n{n}@example.com"} for n in range(4)]
    source = services.apply_import(source=list_of_people(edition, people), consents=True, by=staff)
    badged, came, changed, _untouched = edition.registrations.order_by("arrival")
    for row in (badged, came):
        services.print_badges(edition=edition, choice=BadgeChoice.ONE, registration=row, by=staff)
    services.check_in(registration=came, by=staff)
    services.change_registration(registration=changed, title="課長", by=staff)
    shown = client.get(reverse("forums:import_undo", args=[source.pk]))
    reasons = ["명찰을 만들었습니다", "입장했습니다", "그 뒤에 고쳤습니다"]
    assert shown.context["stays"] == list(zip(["見本 0", "見本 1", "見本 2"], reasons, strict=True))
    assert "<b>見本 0</b>" in shown.content.decode()
    assert "見本 3" not in shown.content.decode()
    client.post(reverse("forums:import_undo", args=[source.pk]))
    assert set(edition.registrations.values_list("pk", flat=True)) == {badged.pk, came.pk, changed.pk}


def test_an_address_taken_while_a_list_is_taken_over_is_said_and_nothing_is_half_done(
    client, edition, staff, monkeypatch
):
    source = list_of_people(edition)
    RegistrationFactory(edition=edition, email="ichiro@example.com")  # of the other side, which waits for no lock
    monkeypatch.setattr(imports, "_refuse_stale", lambda source, chosen, known: None)
    answer = client.post(
        reverse("forums:import_apply", args=[source.pk]), {"row-2": "add", "consents": "on"}, follow=True
    )
    assert "다시 맞추었으니" in answer.content.decode()
    source.refresh_from_db()
    assert (source.state, source.rows["rows"][0]["kind"], edition.registrations.count()) == ("preview", "same", 1)
