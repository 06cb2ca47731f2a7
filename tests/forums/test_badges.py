"""Badges: for whom, what stands on them, and that the code leads to the desk."""

from io import BytesIO

import pytest
import segno
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from exchange.documents.blocks import Badges, Tree
from exchange.documents.models import Rendition
from exchange.documents.renderers import badges as sheets
from exchange.documents.renderers import render
from exchange.meetings.enums import Side
from exchange.privacy import links
from forums import badges, letters, services
from forums.enums import BadgeChoice
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, RegistrationFactory

KIM = {"name": "김예시", "name_other": "キム・イェシ", "company": "예시정밀", "title": "과장", "title_other": "課長"}
MORI = {"name": "森 見本", "name_other": "모리 미혼", "company": "見本製作所", "company_other": "미혼제작소"}


@pytest.fixture
def staff(db):
    return UserFactory(staff=True)


@pytest.fixture
def edition(db):
    """One of each side with a seat, one who waits, one who cancelled, and somebody at another forum."""
    edition = EditionFactory(seats=(3, 5))
    RegistrationFactory(edition=edition, email="kim@example.com", phone="010-1234-5678", diet_note="새우 안 됨", **KIM)
    RegistrationFactory(edition=edition, side=Side.COUNTERPART, language="ja", needs_interpreter=True, **MORI)
    RegistrationFactory(edition=edition, name="대기 예시", waiting=True)
    RegistrationFactory(edition=edition, name="취소 예시", cancelled=True)
    RegistrationFactory(name="남의 포럼")
    return edition


def names(rows):
    return [row.name for row in rows]


def test_who_gets_a_badge(edition, staff):
    kim, mori = badges.people(edition, BadgeChoice.ALL)
    assert names([kim, mori]) == ["김예시", "森 見本"]
    assert names(badges.people(edition, BadgeChoice.COUNTERPART)) == ["森 見本"]
    assert names(badges.people(edition, BadgeChoice.ONE, mori.pk)) == ["森 見本"]
    services.print_badges(edition=edition, choice=BadgeChoice.OURS, by=staff)
    assert names(badges.people(edition, BadgeChoice.NEW)) == ["森 見本"]
    services.print_badges(edition=edition, choice=BadgeChoice.NEW, by=staff)
    with pytest.raises(ValidationError, match="명찰을 만들 사람이 없습니다"):
        services.print_badges(edition=edition, choice=BadgeChoice.NEW, by=staff)
    services.change_registration(registration=kim, by=staff, title="부장")
    services.change_registration(registration=mori, by=staff, phone="03-1234-5678")  # is not on the badge
    assert names(badges.people(edition, BadgeChoice.NEW)) == ["김예시"]


def test_the_sheet_says_both_forms_and_no_contact(edition, staff):
    run = services.print_badges(edition=edition, choice=BadgeChoice.ALL, by=staff)
    tree = badges.build(run, "ko")
    assert Tree.from_json(tree.as_json()) == tree
    assert tree.sha256 == badges.build(run, "ko").sha256
    [page] = PdfReader(BytesIO(render(tree, "pdf"))).pages
    text = page.extract_text().replace("\u2060", "")
    for word in (
        *KIM.values(),
        *MORI.values(),
        "한국 · 韓国",
        "일본 · 日本",
        "통역 · 通訳",
        edition.name_ko,
        edition.name_ja,
    ):
        assert word in text
    for word in ("kim@example.com", "010-1234", "새우", "대기 예시", "취소 예시", "남의 포럼"):
        assert word not in text + tree.as_json()
    assert len(page.images) == 2


def test_the_code_holds_the_way_to_the_desk(edition):
    mori = badges.people(edition, BadgeChoice.COUNTERPART)[0]
    link = badges.badge_of(mori).link
    assert link == letters.badge_link(mori)  # at any time: what is printed twice is the same
    key = link.rstrip("/").rpartition("/")[2]
    assert links.read(letters.BADGE_LINK, key) == (mori.uid, mori.link_version)
    assert links.read(letters.REGISTRATION_LINK, key) is None
    tree = Tree("", "", "", "2026-01-01", "ko", (Badges((badges.badge_of(mori),)),))
    [(data, kind)] = sheets.codes(tree).values()
    assert kind == "image/png"
    image, scale, quiet = Image.open(BytesIO(data)), sheets.SCALE, sheets.QUIET
    drawn = [
        [int(not image.getpixel(((x + quiet) * scale + 1, (y + quiet) * scale + 1)))
         for x in range(image.width // scale - 2 * quiet)]
        for y in range(image.height // scale - 2 * quiet)
    ]  # fmt: skip
    assert drawn == [list(row) for row in segno.make(link, error="m", micro=False, mask=0).matrix]


LONG = st.text("가나다 漢字カナ Nguyễn WMil-()", max_size=100).map(str.strip)


@given(st.tuples(LONG, LONG), st.tuples(LONG, LONG, LONG))
def test_every_text_finds_its_place(own, firm):
    """Whatever the fields can hold is small enough for its part of the badge."""
    for steps, texts, (width, height) in ((sheets.NAMES, own, sheets.NAME_BOX), (sheets.FIRMS, firm, sheets.FIRM_BOX)):
        sizes = sheets._fitting(steps, texts, (width, height))
        lines = [sheets.lines_of(text, size, width) for text, size in zip(texts, sizes, strict=True)]
        assert sum(n * size * sheets.LINE * sheets.MILLIMETRES for n, size in zip(lines, sizes, strict=True)) <= height


def test_the_page_makes_a_job_and_shows_it(client, edition, staff, django_capture_on_commit_callbacks):
    client.force_login(staff)
    page = reverse("forums:edition_badges", args=[edition.pk])
    assert "(2)" in client.get(page).content.decode()
    response = client.post(page, {"choice": "all"}, follow=True)
    run = edition.badge_prints.get()
    assert response.redirect_chain[-1][0] == reverse("forums:badge_print", args=[run.pk])
    rendition = Rendition.objects.get(edition__document__definition=badges.NAME)
    assert "보고서를 만들고 있습니다" in response.content.decode()
    assert rendition.is_waiting
    assert "판 게시" not in response.content.decode()
    mori = edition.registrations.get(name="森 見本")
    response = client.post(reverse("forums:registration_badge", args=[mori.pk]))
    assert list(edition.badge_prints.first().badges) == [str(mori.pk)]


def test_who_may_not_write_makes_none(client, edition, staff):
    run = services.print_badges(edition=edition, choice=BadgeChoice.ALL, by=staff)
    pages = [reverse("forums:edition_badges", args=[edition.pk]), reverse("forums:badge_print", args=[run.pk])]
    client.force_login(UserFactory(executive=True))
    assert [client.get(page).status_code for page in pages] == [403, 403]
    client.force_login(UserFactory(ambassador=True))
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert edition.badge_prints.count() == 1
