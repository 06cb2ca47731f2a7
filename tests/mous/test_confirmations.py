"""Both sides say whether a promise stands in the words they remember."""

import pytest

from exchange.meetings.enums import Side
from exchange.mous import services
from exchange.mous.enums import Answer
from exchange.mous.models import Commitment
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.mous import CommitmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    """The account of the other side, which speaks for a body by its post there."""
    user = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=user), organization=OrganizationFactory(name_ja="例示団体", country="JP"))
    return user


@pytest.fixture
def promise(colleague):
    body = colleague.person.posts.get().organization
    return CommitmentFactory(counterpart=body, sentence_ko="약속 문장", sentence_ja="約束の文")


def url_of(promise):
    return f"/commitments/{promise.pk}/confirm/"


def answer(client, promise, **data):
    return client.post(url_of(promise), {"shown": promise.wording_digest, "comment": "", **data})


def folded(client, promise):
    page = client.get(promise.get_absolute_url()).text
    assert page.count('name="shown"') == 1
    return page.count('<details class="fold more">')


def test_each_side_answers_and_sees_the_other(client, promise, colleague, staff):
    client.force_login(colleague)
    assert promise.sentence_ja in client.get(url_of(promise)).content.decode()
    response = answer(client, promise, answer="confirmed")
    assert response.headers["Location"].endswith("#confirmations")
    client.force_login(staff)
    assert folded(client, promise) == 0
    answer(client, promise, answer="objected", comment="숫자가 다릅니다")
    assert folded(client, promise) == 1  # it has been said; it may still be changed
    given = list(promise.confirmations.values_list("side", "answer", "comment", "by"))
    assert given == [
        (Side.COUNTERPART, Answer.CONFIRMED, "", colleague.pk),
        (Side.OURS, Answer.OBJECTED, "숫자가 다릅니다", staff.pk),
    ]
    client.force_login(colleague)
    page = client.get(promise.get_absolute_url()).content.decode()
    assert "숫자가 다릅니다" in page
    assert "例示団体" in page
    assert "이전 문구에 대한 답" not in page
    assert folded(client, promise) == 0  # the other side has objected since


def test_an_objection_without_a_word_keeps_the_form(client, promise, colleague):
    client.force_login(colleague)
    response = answer(client, promise, answer="objected", comment="  ")
    assert response.context["form"].errors["comment"]
    for wrong in ({"answer": "maybe"}, {}, {"answer": "objected", "comment": "가" * 1001}):
        assert answer(client, promise, **wrong).context["form"].errors
    assert not promise.confirmations.exists()


def test_nobody_confirms_a_wording_that_he_did_not_read(client, promise, colleague):
    shown = promise.wording_digest
    Commitment.objects.filter(pk=promise.pk).update(sentence_ja="別の文")
    client.force_login(colleague)
    response = client.post(url_of(promise), {"shown": shown, "answer": "confirmed", "comment": "적은 말"})
    page = response.content.decode()
    assert "적은 말" in page
    assert "別の文" in page
    assert response.context["form"].non_field_errors()
    assert not promise.confirmations.exists()


def test_an_answer_to_an_earlier_wording_is_marked_and_counts_no_more(client, promise, colleague, staff):
    waiting = Commitment.objects.awaiting_answer(Side.COUNTERPART)
    dropped = CommitmentFactory(counterpart=promise.counterpart, state="dropped", dropped_reason="예시")
    assert list(waiting.all()) == [promise]
    services.answer_wording(commitment=promise, answer=Answer.CONFIRMED, by=colleague)
    assert list(waiting.all()) == []
    assert set(Commitment.objects.awaiting_answer(Side.OURS)) == {promise}
    services.change_commitment(commitment=promise, sentence_ja="別の文", by=staff)
    assert list(waiting.all()) == [promise]
    assert dropped not in waiting.all()
    client.force_login(colleague)
    page = client.get(promise.get_absolute_url()).content.decode()
    assert page.count("約束の文") == 1  # the wording of that day, beside its answer
    assert "別の文" in page


def test_who_may_not_answer(client, promise):
    for user, status in (
        (UserFactory(executive=True), 403),
        (UserFactory(ambassador=True), 404),
        (UserFactory(counterpart=True), 404),
        (UserFactory(administrator=True), 404),
    ):
        client.force_login(user)
        assert answer(client, promise, answer="confirmed").status_code == status
        assert client.get(url_of(promise)).status_code == status
    assert not promise.confirmations.exists()
