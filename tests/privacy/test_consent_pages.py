"""A manager writes the next version of a consent text; what was agreed to before stays word for word."""

import pytest
from django.urls import reverse

from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText
from exchange.privacy.services import publish_consent_text
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST, PAGE, WRITE = (
    reverse("privacy:consent_list"),
    reverse("privacy:consent_detail", args=["advisory"]),
    reverse("privacy:consent_publish", args=["advisory"]),
)


@pytest.fixture
def manager(client):
    user = UserFactory(manager=True)
    client.force_login(user)
    return user


def typed(**changes):
    latest = ConsentText.objects.in_force(Purpose.ADVISORY)
    texts = {"text_ko": "새 글\r\n둘째 줄", "text_ja": "新しい文", "text_en": "New text"}
    return texts | {"based_on": latest.version} | changes


def test_it_is_looked_at_in_three_languages_before_it_is_published(client, manager):
    first = ConsentText.objects.in_force(Purpose.ADVISORY)
    assert first.text_en[:22] in client.get(WRITE).text  # the next one begins with the words of the last
    shown = client.post(WRITE, typed()).text
    assert all(f">{text}</p>" in shown for text in ("새 글\n둘째 줄", "新しい文", "New text"))
    assert "게시하면 제2판이 바로 쓰이고" in shown
    again = client.post(WRITE, typed(edit="1")).text
    assert "新しい文</textarea>" in again
    assert ConsentText.objects.in_force(Purpose.ADVISORY) == first
    done = client.post(WRITE, typed(publish="1"), follow=True).text
    assert "제2판을 게시했습니다" in done
    second = ConsentText.objects.in_force(Purpose.ADVISORY)
    assert (second.version, second.text_ko, second.published_by) == (2, "새 글\n둘째 줄", manager)
    assert first.text_ko.splitlines()[2] in done  # the former versions stay to be read
    assert "제2판" in client.get(LIST).text


def test_what_lacks_a_language_says_nothing_new_or_was_overtaken_is_not_published(client, manager):
    first = ConsentText.objects.in_force(Purpose.ADVISORY)
    lacking = client.post(WRITE, typed(text_ja=" ", publish="1"))
    assert set(lacking.context["form"].errors) == {"text_ja"}
    assert "New text</textarea>" in lacking.text
    same = {name: getattr(first, name).replace("\n", "\r\n") for name in ("text_ko", "text_ja", "text_en")}
    assert "지금 판과 같은 글입니다" in client.post(WRITE, typed(**same, publish="1")).text
    page = typed(publish="1")
    publish_consent_text(purpose=Purpose.ADVISORY, text_ko="남", text_ja="他", text_en="Else", by=manager)
    overtaken = client.post(WRITE, page)
    assert "그사이 다른 사람이 새 판을 게시했습니다" in overtaken.text
    assert "新しい文</textarea>" in overtaken.text
    assert overtaken.context["form"]["based_on"].value() == 2  # who has been told may go on
    assert ConsentText.objects.filter(purpose=Purpose.ADVISORY).count() == 2
    assert client.get(reverse("privacy:consent_detail", args=["other"])).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads"), [("staff", 200), ("executive", 200), ("ambassador", 403), ("counterpart", 403)]
)
def test_our_people_read_and_managers_alone_write(client, role, reads):
    client.force_login(UserFactory(**{role: True}))
    assert [client.get(path).status_code for path in (LIST, PAGE, WRITE)] == [reads, reads, 403]
    assert client.post(WRITE, typed(publish="1")).status_code == 403
    assert ConsentText.objects.in_force(Purpose.ADVISORY).version == 1
