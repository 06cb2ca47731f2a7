"""An edition's history in words: who changed what, when, with its programme and its tasks."""

import pytest
from django.urls import reverse

from forums import services
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, SessionFactory, TaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_was_done_to_an_edition_its_programme_and_its_tasks(client):
    one, other = UserFactory(staff=True, name="가상 담당"), UserFactory(executive=True, name="가상 임원")
    edition = EditionFactory(theme_ko="옛 주제", seats=(5, 5))
    session = SessionFactory(edition=edition, title_ko="예시 세션", title_ja="見本セッション")
    services.change_edition(edition=edition, theme_ko="새 주제", by=one)
    services.save_session(edition=edition, session=session, minutes=45, by=one)
    services.complete_task(task=TaskFactory(edition=edition, title_ko="예시 할 일"), by=one)
    guest = RegistrationFactory(edition=edition, name="예시 참가자")
    services.change_registration(registration=guest, company="예시 회사", by=one)
    services.change_edition(edition=EditionFactory(), theme_ko="남의 주제", by=one)
    address = reverse("forums:edition_history", args=[edition.pk])
    client.force_login(other)
    page = client.get(address)
    assert [entry.labels for entry in page.context["entries"]] == [["예시 할 일"], ["예시 세션"], []]
    for words in ("새 주제", "옛 주제", "순서를 저장했습니다.", "준비 할 일을 마쳤습니다.", "가상 담당"):
        assert words in page.text
    assert "예시 회사" not in page.text and "남의 주제" not in page.text
    assert len(client.get(address, {"who": one.pk}).context["entries"]) == len(page.context["entries"])
    other.language = "ja"
    other.save()
    assert "見本セッション" in client.get(address).text
    client.force_login(UserFactory(ambassador=True))
    assert client.get(address).status_code == 404
