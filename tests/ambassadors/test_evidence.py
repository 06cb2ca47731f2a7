"""A session of advice proves a promise: chosen in the form of evidence, shown on both pages, hidden from others."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from lxml import html

from ambassadors.proved import SESSION
from exchange.mous import services
from exchange.mous.dormancy import silences
from exchange.mous.enums import EvidenceKind
from exchange.mous.models import Evidence, Mou
from exchange.mous.records import Record
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, ClientFactory, SessionFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, MouFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def session():
    return SessionFactory(client=ClientFactory(name="예시정밀 하나"), question="현지법인과 합작 가운데 무엇이 나은가")


@pytest.fixture
def promise():
    body = OrganizationFactory(name_ja="例示団体", country="JP")
    mou = MouFactory(counterpart=body, signed_on=date(2024, 7, 18))
    return CommitmentFactory(counterpart=body, mou=mou, owner=UserFactory(staff=True), sentence_ko="자문을 잇는다")


def words(response):
    page = html.fromstring(response.content.decode())
    return " ".join(page.xpath("string(//main)").split())


def prove(promise, session, **facts):
    return services.add_evidence(
        commitment=promise, by=promise.owner, kind=EvidenceKind.RECORD, dated_on=session.held_on,
        record=Record(SESSION, session), **facts,
    )  # fmt: skip


def test_a_session_is_chosen_by_typing_and_both_pages_show_each_other(client, promise, session):
    SessionFactory(draft=True, client=ClientFactory(name="예시정밀 초안"))
    client.force_login(promise.owner)
    options = reverse("mous:record_options", args=["session"])
    (offered,) = client.get(options, {"q": "예시정밀"}).json()["options"]
    page = reverse("mous:evidence_add", args=[promise.pk])
    assert options in client.get(page).content.decode()
    refused = client.post(page, {"kind": "session"})
    assert "근거가 되는 기록을 골라 주세요." in words(refused)
    assert client.post(page, {"kind": "session", "session": offered["value"]}).status_code == 302
    proof = Evidence.objects.get()
    assert (proof.kind, proof.dated_on, proof.advisory.session) == ("record", session.held_on, session)
    shown = client.get(promise.get_absolute_url()).content.decode()
    assert session.get_absolute_url() in shown and "예시정밀 하나" in shown and ">자문<" in shown
    shown = client.get(session.get_absolute_url()).content.decode()
    assert promise.get_absolute_url() in shown and "자문을 잇는다" in shown
    again = client.post(page, {"kind": "session", "session": offered["value"]})
    assert "이미 근거로 등록되어 있습니다." in words(again)
    assert Evidence.objects.count() == 1
    assert client.get(reverse("mous:record_options", args=["meeting"])).status_code == 404
    assert "예시정밀" in words(client.get(reverse("mous:evidence_delete", args=[proof.pk])))
    client.post(reverse("mous:evidence_delete", args=[proof.pk]))
    assert not session.proofs.exists()


def test_the_other_side_reads_the_kind_and_the_day_and_the_ambassador_no_promise(client, promise, session):
    prove(promise, session, note_ja="助言を続けた")
    speaker = UserFactory(counterpart=True, language="ja")
    PostFactory(person=PersonFactory(user=speaker), organization=promise.counterpart)
    client.force_login(speaker)
    said = client.get(promise.get_absolute_url()).content.decode()
    assert "助言を続けた" in said
    api = client.get(f"/api/v1/commitments/{promise.uid}/").json()["evidence"][0]
    assert (api["kind"], api["record_kind"], "record" in api) == ("record", "session", False)
    for hidden in ("예시정밀", "합작", session.get_absolute_url(), str(session.uid)):
        assert hidden not in said + str(api), hidden
    assert client.get(reverse("mous:record_options", args=["session"]), {"q": "예시정밀"}).status_code == 403
    own = AmbassadorFactory(user=UserFactory(ambassador=True))
    type(session).objects.filter(pk=session.pk).update(ambassador=own)
    client.force_login(own.person.user)
    said = client.get(session.get_absolute_url()).content.decode()
    assert "예시정밀" in said and "자문을 잇는다" not in said


def test_it_counts_as_a_sign_of_life_and_for_the_promise_kept(promise, session):
    today = timezone.localdate()
    (silence,) = silences(Mou.objects.all(), today=today)
    assert silence.level == "red"
    prove(promise, session)
    (silence,) = silences(Mou.objects.all(), today=today)
    assert (silence.last_on, silence.level) == (session.held_on, "")
    services.keep_commitment(commitment=promise, by=promise.owner)
    promise.refresh_from_db()
    assert promise.kept_on == session.held_on
    with pytest.raises(ValidationError, match="이미 근거로"):
        prove(promise, session)
    with pytest.raises(ValidationError, match="앞선 일"):
        early = SessionFactory(held_on=promise.made_on - timedelta(days=1), entered_on=promise.made_on)
        prove(promise, early)


def test_the_api_takes_and_names_it(client, promise, session):
    client.force_login(promise.owner)
    path = f"/api/v1/commitments/{promise.uid}/evidence/"
    draft = SessionFactory(draft=True)
    sent = {"kind": "record", "record_kind": "session", "dated_on": str(session.held_on)}
    refusals = [
        ({"record": str(draft.uid)}, "record"),
        ({"record": str(promise.uid)}, "record"),
        ({"record": str(session.uid), "record_kind": "x"}, "record_kind"),
        ({"kind": "note", "note_ko": "메모", "record": str(session.uid)}, "record"),
    ]
    for wrong, field in refusals:
        answer = client.post(path, sent | wrong, content_type="application/json")
        assert (answer.status_code, list(answer.json())) == (400, [field]), wrong
    answer = client.post(path, sent | {"record": str(session.uid)}, content_type="application/json")
    assert answer.status_code == 201, answer.json()
    (proof,) = answer.json()["evidence"]
    assert (proof["kind"], proof["record_kind"], proof["record"]) == ("record", "session", str(session.uid))


@pytest.mark.parametrize("count", [1, 3])
def test_many_records_cost_as_much_as_one(client, django_assert_num_queries, promise, count):
    for _number in range(count):
        EvidenceFactory(commitment=promise)
        prove(promise, SessionFactory())
    client.force_login(promise.owner)
    with django_assert_num_queries(9):
        client.get(promise.get_absolute_url())
