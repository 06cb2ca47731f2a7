"""The pages of a list: uploaded, looked through, taken over; for those who may write only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from exchange.meetings.enums import Side
from forums.models import Quota
from tests.factories.accounts import UserFactory
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
