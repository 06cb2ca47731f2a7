"""People without an account: they register by a link, wait, mend and cancel; nobody learns of anybody else."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from exchange.notices.models import Mail
from exchange.privacy import doors, links
from exchange.privacy.enums import Purpose
from forums import letters, services
from forums.models import Edition, Registration
from tests.factories.ambassadors import consent_text
from tests.factories.forums import EditionFactory, InvitationFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def typed(**changes):
    """A page that was opened a minute ago and filled in."""
    return {
        "submission": str(uuid4()), "seal": doors.seal(consent_text(Purpose.FORUM), at=time.time() - 60),
        "homepage": "", "name": "見本 太郎", "name_other": "미혼 타로", "company": "見本製作所", "company_other": "",
        "title": "課長", "title_other": "", "email": "Guest@example.com", "phone": "+81 3-1234-5678", "language": "ja",
        "needs_interpreter": "on", "diet": "none", "diet_note": "", "agree_use": "on", "agree_abroad": "on",
    } | changes  # fmt: skip


def path(link):
    return link.removeprefix(settings.SITE_URL)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def edition():
    return EditionFactory(open=True, seats=(1, 1))


@pytest.fixture
def door(edition):
    """The open link of the Japanese side."""
    consent_text(Purpose.FORUM)
    return path(letters.open_link(edition, "counterpart"))


def test_somebody_registers_in_japanese_waits_moves_up_mends_and_cancels(client, edition, door, mailoutbox):
    opened = client.get(door, headers={"accept-language": "ja-JP"})
    assert (opened.status_code, opened["Content-Language"], opened["X-Robots-Tag"]) == (200, "ja", "noindex, nofollow")
    assert edition.name_ja in text_of(opened)
    assert consent_text(Purpose.FORUM).text_ja[:20] in text_of(opened)
    first = RegistrationFactory(edition=edition, side="counterpart", email="first@example.com", language="ko")
    edition.quotas.filter(side="counterpart").update(arrivals=1)
    assert "대기로 신청하기" in text_of(client.get(door, headers={"accept-language": "ko"}))

    answer = client.post(door, typed(), follow=True)
    row = Registration.objects.get(email="guest@example.com")
    assert (row.state, row.side, row.arrival, row.seat) == ("waiting", "counterpart", 2, None)
    assert (row.consent, row.origin, row.language, row.needs_interpreter) == (
        consent_text(Purpose.FORUM), "open", "ja", True,
    )  # fmt: skip
    assert "guest@example.com" in text_of(answer)
    opened = client.get(path(letters.registration_link(row)))
    assert (opened["Referrer-Policy"], opened["Content-Language"]) == ("same-origin", "ja")
    assert (opened.context["place"], "1" in mailoutbox[0].body) == (1, True)

    services.cancel_registration(registration=first)
    row.refresh_from_db()
    assert (row.state, row.seat) == ("registered", 1)
    assert [(mail.to, edition.name_ja in mail.body) for mail in mailoutbox] == [
        (["guest@example.com"], True), (["first@example.com"], False), (["guest@example.com"], True),
    ]  # fmt: skip
    own = path(letters.registration_link(row))
    assert own in mailoutbox[-1].body

    mended = client.post(own + "?edit=1", typed(title="部長", email="new@example.com", needs_interpreter=""))
    row.refresh_from_db()
    assert (row.title, row.email, row.needs_interpreter, row.link_version) == ("部長", "new@example.com", False, 2)
    assert client.get(own).status_code == 410
    assert (mailoutbox[-1].to, client.get(mended.url).status_code) == (["new@example.com"], 200)

    asked = client.get(mended.url + "?cancel=1")
    assert 'name="erase"' in text_of(asked)
    gone = client.post(mended.url + "?cancel=1", {"erase": ""}, follow=True)
    row.refresh_from_db()
    assert (row.state, row.email, gone.context["may_change"]) == ("cancelled", "new@example.com", False)
    client.post(mended.url + "?cancel=1", {"erase": "on"})
    row.refresh_from_db()
    assert row.has_contact  # cancelled already: the page has no such form any more


def test_cancelling_may_erase_the_contact_and_the_mail_about_it(client, edition, door, monkeypatch):
    settings_of_mail = "exchange.notices.outbox.OutboxBackend"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.EMAIL_BACKEND", settings_of_mail)
        client.post(door, typed(diet="allergy", diet_note="えび", agree_diet="on"))
        other = InvitationFactory(edition=EditionFactory(), email="guest@example.com")
        services.invite_again(invitation=other, by=None)
        row = Registration.objects.get()
        assert (row.diet, row.diet_note, Mail.objects.count()) == ("allergy", "えび", 2)
        client.post(path(letters.registration_link(row)) + "?cancel=1", {"erase": "on"})
    row.refresh_from_db()
    assert (row.state, row.name, row.has_contact) == ("cancelled", "見本 太郎", False)
    assert (row.email, row.phone, row.diet, row.diet_note) == ("", "", "none", "")
    assert [other.edition.name_ja in mail.body for mail in Mail.objects.all()] == [True]  # of another forum
    assert client.get(path(letters.registration_link(row))).status_code == 410


def test_sent_twice_is_one_and_an_address_registers_once(client, edition, door, mailoutbox):
    page = typed()
    for _time in range(2):
        client.post(door, page)
    assert (Registration.objects.count(), len(mailoutbox)) == (1, 1)
    client.post(door, typed(name="다른 사람", email="GUEST@example.com ", phone="02-123-4567"))
    assert Registration.objects.get().name == "見本 太郎"
    assert [mail.to for mail in mailoutbox] == [["guest@example.com"]] * 2  # the second: his link once more
    assert path(letters.registration_link(Registration.objects.get())) in mailoutbox[1].body
    client.post(door, page | {"email": "mistyped@example.com"})  # one page, another mailbox
    assert Registration.objects.count() == 2
    client.post(path(letters.open_link(EditionFactory(open=True), "ours")), typed())
    assert Registration.objects.count() == 3


@pytest.mark.parametrize("invited", [False, True])
def test_a_stranger_does_not_learn_who_has_registered(client, edition, door, mailoutbox, settings, invited):
    """Whatever he sends, and whatever he opens afterwards, is the same as for an address that nobody has."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"forum_email": "2/d/key"}
    RegistrationFactory(edition=edition, side="counterpart", email="known@example.com")
    RegistrationFactory(edition=edition, side="counterpart", waiting=True)
    edition.quotas.filter(side="counterpart").update(arrivals=2)
    told = []
    for address in ("known@example.com", "fresh@example.com"):
        asked = InvitationFactory(edition=edition, name="見本 招待", email=f"invited.{address}")
        link = path(letters.invitation_link(asked)) if invited else door
        if invited:
            client.post(link, {"decline": "1"})
        page = typed(email=address)
        answers = [client.post(link, page, follow=True), client.get(link), client.post(link, page), client.get(link)]
        answers.append(client.post(link, page | {"email": f"own.{address}"}, follow=True))
        answers.append(client.post(link, page))  # once too often
        told.append([_told(answer, address, asked) for answer in answers])
    assert told[0] == told[1]
    assert [status for status, _to, _text in told[0]] == [200, 200, 302, 200, 200, 429]
    assert {tuple(mail.to) for mail in mailoutbox} == {
        ("known@example.com",), ("fresh@example.com",), ("own.known@example.com",), ("own.fresh@example.com",),
    }  # fmt: skip


def _told(answer, address, asked):
    where = [url for url, _status in getattr(answer, "redirect_chain", [])] + [getattr(answer, "url", "")]
    text = re.sub(r'name="(csrfmiddlewaretoken|submission|seal)"[^>]*value="[^"]+"|nonce="[^"]+"', "", text_of(answer))
    for own in (address, path(letters.invitation_link(asked)), asked.email):
        text, where = text.replace(own, "…"), [each.replace(own, "…") for each in where]
    return answer.status_code, where, text


def test_what_is_wrong_stands_at_its_field_and_all_else_stays(client, edition, door):
    page = typed(email="guest", name="http://example.com", phone="전화", diet="halal")
    page.pop("agree_abroad")
    form = client.post(door, page).context["form"]
    assert [field.name for field in form if field.errors] == ["name", "email", "phone", "agree_diet", "agree_abroad"]
    assert (form["company"].value(), form["name_other"].value()) == ("見本製作所", "미혼 타로")
    assert not Registration.objects.exists()
    too_fast = client.post(door, typed(seal=doors.seal(consent_text(Purpose.FORUM))))
    assert too_fast.context["form"].turned_away
    shown = client.post(door, typed(show_in="en", homepage="x"))
    assert (shown["Content-Language"], shown.context["form"]["name"].value()) == ("en", "見本 太郎")
    assert not Registration.objects.exists()


def test_one_sender_is_slowed_down(client, edition, door, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"forum_registration": "2/h/ip"}
    answers = [client.post(door, typed(email=f"guest{n}@example.com")).status_code for n in range(3)]
    assert (answers, Registration.objects.count()) == ([302, 302, 429], 2)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"registration_opens_at": timedelta(days=2)}, "시작합니다"),
        ({"registration_closes_at": timedelta(minutes=-1)}, "마감했습니다"),
        ({"state": "agreed"}, "아직 받지 않습니다"),
        ({"state": "cancelled", "state_reason": "예시"}, "열리지 않게"),
        ({"state": "held"}, "이미 열린"),
    ],
)
def test_a_closed_page_says_why(client, edition, door, facts, said):
    now = timezone.now()
    facts = {name: now + value if isinstance(value, timedelta) else value for name, value in facts.items()}
    Edition.objects.filter(pk=edition.pk).update(**facts)
    for answer in (client.get(door), client.post(door, typed())):
        assert (answer.status_code, said in text_of(answer)) == (200, True)
    assert not Registration.objects.exists()


def test_links_open_nothing_but_their_own(client, edition, door):
    row, invitation = RegistrationFactory(edition=edition), InvitationFactory(edition=edition)
    own = links.make(letters.REGISTRATION_LINK, row.uid, 1)
    for page in ("register", "invitation_answer"):
        assert client.get(reverse(f"forums:{page}", args=[own])).status_code == 404
    invited = links.make(letters.INVITATION_LINK, invitation.uid, 1)
    assert client.get(reverse("forums:registration_own", args=[invited])).status_code == 404
    services.renew_open_links(edition=edition, by=None)
    assert client.get(door).status_code == 410
    edition.refresh_from_db()
    assert client.get(path(letters.open_link(edition, "counterpart"))).status_code == 200


def test_an_invitation_is_filled_in_answered_declined_and_taken_up_again(client, edition, mailoutbox):
    consent_text(Purpose.FORUM)
    invitation = InvitationFactory(edition=edition, company="見本商事", email="invited@example.com")
    link = path(letters.invitation_link(invitation))
    opened = client.get(link, headers={"accept-language": "ko"})
    assert (opened["Content-Language"], opened.context["form"]["company"].value()) == ("ja", "見本商事")
    client.post(link, {"decline": "1"})
    invitation.refresh_from_db()
    assert invitation.declined_at
    client.post(link, typed(email="invited@example.com"))
    row = Registration.objects.get(invitation=invitation)
    invitation.refresh_from_db()
    assert (row.origin, row.side, row.state, invitation.declined_at) == ("invited", "counterpart", "registered", None)
    assert client.get(link).url == path(letters.registration_link(row))
    services.cancel_registration(registration=row)
    assert client.get(link).status_code == 200
    client.post(link, typed(email="invited@example.com"))
    again = Registration.objects.get(invitation=invitation)
    assert (again.pk != row.pk, again.state) == (True, "registered")
