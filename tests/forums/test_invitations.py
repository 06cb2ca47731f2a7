"""Inviting: pasted lines are read, shown, and written to once."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from forums.forms.invitations import _guest
from forums.models import Invitation
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, InvitationFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(staff=True))
    return client


def test_lines_are_shown_before_anybody_is_written_to(desk, mailoutbox):
    edition = EditionFactory(open=True)
    page = reverse("forums:edition_invitations", args=[edition.pk])
    InvitationFactory(edition=edition, email="invited@example.com")
    RegistrationFactory(edition=edition, email="comes@example.com")
    lines = (
        "見本 太郎、見本製作所、課長、taro@example.com\n\n見本 花子\t見本商事\t\tHanako@example.com\n"
        "초청 예시, invited@example.com\n참가 예시, comes@example.com\n두 번, taro@example.com"
    )
    typed = {"side": "counterpart", "language": "ja", "people": lines}
    wrong = desk.post(page, typed | {"people": lines + "\n이름만\nx, a@example.com, b@example.com", "send": "1"})
    assert [error.split(":")[0] for error in wrong.context["form"].errors["people"]] == ["7번째 줄", "8번째 줄"]
    preview = desk.post(page, typed)
    notes = [bool(guest.note) for guest in preview.context["form"].guests]
    assert (notes, Invitation.objects.count(), mailoutbox) == ([False, False, True, True, True], 1, [])
    back = desk.post(page, typed | {"again": "1"})
    assert back.context["form"]["people"].value() == lines
    for _time in range(2):
        desk.post(page, typed | {"send": "1"})
    made = Invitation.objects.exclude(email="invited@example.com").order_by("email")
    assert [(row.name, row.company, row.title, row.email, row.language) for row in made] == [
        ("見本 花子", "見本商事", "", "hanako@example.com", "ja"),
        ("見本 太郎", "見本製作所", "課長", "taro@example.com", "ja"),
    ]
    assert sorted(mail.to[0] for mail in mailoutbox) == ["hanako@example.com", "taro@example.com"]
    desk.post(reverse("forums:invitation_again", args=[made[0].pk]))
    assert mailoutbox[-1].to == ["hanako@example.com"]


def test_answers_are_counted_however_somebody_registered(desk):
    edition = EditionFactory(open=True)
    page = reverse("forums:edition_invitations", args=[edition.pk])
    by_link, by_address, declined, _silent = InvitationFactory.create_batch(4, edition=edition)
    RegistrationFactory(edition=edition, invitation=by_link)
    RegistrationFactory(edition=edition, email=by_address.email)
    RegistrationFactory(email=_silent.email)  # for another forum
    Invitation.objects.filter(pk=declined.pk).update(declined_at=declined.edition.registration_opens_at)
    answer = desk.get(page)
    assert [number for _value, _label, number in answer.context["answers"]] == [1, 2, 1]
    assert {row["row"] for row in desk.get(page, {"answer": "coming"}).context["rows"]} == {by_link, by_address}


def test_nobody_is_invited_to_what_is_over(desk, mailoutbox):
    edition = EditionFactory(held=True, year=2025)
    invitation = InvitationFactory(edition=edition)
    typed = {"side": "ours", "language": "ko", "people": "예시, guest@example.com", "send": "1"}
    answer = desk.post(reverse("forums:edition_invitations", args=[edition.pk]), typed)
    assert "초청할 수 없습니다" in answer.content.decode()
    desk.post(reverse("forums:invitation_again", args=[invitation.pk]))
    assert mailoutbox == []


def test_what_keeps_people_from_registering_is_said_to_whoever_can_mend_it(desk):
    edition = EditionFactory(state="agreed", registration_opens_at=None)
    page = reverse("forums:edition_invitations", args=[edition.pk])
    shown = desk.get(page).text
    assert "회차를 먼저 공고해야 신청을 받습니다." in shown and "담당 부서" not in shown
    assert f'<a href="{edition.get_absolute_url()}">공고하러 가기</a>' in shown
    type(edition).objects.update(state="announced")
    shown = desk.get(page).text
    assert "참가 신청을 시작하는 때를 먼저 적어 주세요." in shown and "담당 부서" not in shown
    assert f"{reverse('forums:edition_edit', args=[edition.pk])}#id_registration_opens_at" in shown


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_line_is_read_or_refused(line):
    guest = _guest(1, line)
    assert guest.errors or (guest.facts["name"] and "@" in guest.facts["email"])
