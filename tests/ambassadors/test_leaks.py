"""An ambassador sees what is his own and nothing of any other; a firm its own request; the rest nothing at all.

Asked everywhere, with look-alikes that could leak: what is not for the reader holds SECRET, what is his own OWN.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadors import letters, services
from ambassadors.enums import AssignmentAnswer, Decision
from ambassadors.models import AdvisoryRequest, AdvisorySession, Assignment, SessionFile, Term
from ambassadors.proved import SESSION
from exchange.audit.services import record
from exchange.core import content
from exchange.mous.enums import EvidenceKind
from exchange.mous.records import Record
from exchange.mous.services import add_evidence
from exchange.privacy import links
from exchange.privacy.enums import Purpose
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import (
    AmbassadorFactory,
    CaseFactory,
    ClientFactory,
    OutcomeFactory,
    RequestFactory,
    SessionFactory,
    consent_text,
)
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.documents import DocumentFactory, EditionFactory
from tests.factories.meetings import pdf
from tests.factories.mous import CommitmentFactory
from tests.factories.notices import NoticeFactory
from tests.house.test_permission_matrix import named_patterns

pytestmark = pytest.mark.django_db

SECRET, OWN = "가상비밀", "우리것"
MARKS = (SECRET, "secret@example.com")
LISTED = {"ambassadors:request_list", "ambassadors:session_list", "home"}
KEYS = {"term": "term", "renewal": "term", "case": "case", "casebook": "casebook"}


@pytest.fixture(autouse=True)
def files_in_memory(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def advice_of(user, word, writer):
    """Everything that may hang on one ambassador; the firms bear the same name in front."""
    person = PersonFactory(name_ko=f"김{word}", user=user)
    PostFactory(person=person, organization=OrganizationFactory(name_ko=f"{word} 상사"), title_ko=f"{word} 대표")
    profile = {f"profile_{code}": f"{word} 소개" for code in ("ko", "ja", "en")}
    ambassador = AmbassadorFactory(person=person, city_ko=f"{word} 시", **profile)
    firm = ClientFactory(name=f"예시정밀 {word}")
    asked = RequestFactory(
        client=firm, assigned_to=ambassador, accepted=True, question=f"{word} 질문", city=f"{word} 도시",
        contact_name=f"{word} 담당", contact_email="secret@example.com",
    )  # fmt: skip
    session = SessionFactory(
        ambassador=ambassador, request=asked, confirmed=True, question=f"{word} 질문", advice=f"{word} 자문",
        next_step=f"{word} 다음", client_comment=f"{word} 의견", case_consent=consent_text(Purpose.CASEBOOK),
        follow_up_on=timezone.localdate(),
    )  # fmt: skip
    SessionFactory(ambassador=ambassador, client=firm, draft=True, question=f"{word} 초안")
    data = pdf(len(word))
    file = SessionFile.objects.create(
        session=session, name=f"{word}.pdf", sha256=content.store(data), size=len(data), content_type="application/pdf"
    )
    record("correct_session", session, by=writer, changes={"question": ["", f"{word} 고친 질문"]})
    return {
        "ambassador": ambassador, "request": asked, "session": session, "file": file, "client": firm,
        "term": ambassador.terms.get(), "outcome": OutcomeFactory(session=session, text=f"{word} 소개처"),
    }  # fmt: skip


@pytest.fixture
def both(db, files_in_memory):
    """(the reader's own rows, the other ambassador's)"""
    writer = UserFactory(staff=True)
    own = advice_of(UserFactory(ambassador=True), OWN, writer)
    other = advice_of(UserFactory(ambassador=True), SECRET, writer)
    user, today = own["ambassador"].person.user, timezone.localdate()
    Assignment.objects.create(  # the other one was asked before
        request=own["request"], ambassador=other["ambassador"], assigned_by=writer, answer_due_on=today,
        assigned_at=timezone.now() - timedelta(days=9), returns_on=today, answer=AssignmentAnswer.DECLINED,
        answered_at=timezone.now() - timedelta(days=8), reason=f"{SECRET} 사정",
    )  # fmt: skip
    SessionFactory(  # and advised the same firm
        ambassador=other["ambassador"], client=own["client"], question=f"{SECRET} 같은 기업", confirmed=True
    )
    RequestFactory(client=own["client"], question=f"{SECRET} 같은 기업의 다른 신청")  # in the queue
    Term.objects.filter(pk=own["term"].pk).update(
        decision=Decision.RETIRE, decision_reason=f"{SECRET} 까닭", decided_by=writer, decided_at=timezone.now()
    )
    other["case"] = CaseFactory(session=other["session"], title_ko=f"{SECRET} 사례", question_ko=f"{SECRET} 질문")
    other["casebook"] = other["case"].casebook
    for name in ("appointment-letter", "activity-sheet"):
        document = DocumentFactory(definition=name, subject_id=other["term"].pk)
        EditionFactory(document=document, published=True, title=f"{SECRET} 문서")
    promise = CommitmentFactory(sentence_ko=f"{SECRET} 약속", owner=writer)
    for rows in (own, other):
        proof = {"kind": EvidenceKind.RECORD, "dated_on": rows["session"].held_on}
        add_evidence(commitment=promise, by=writer, record=Record(SESSION, rows["session"]), **proof)
    NoticeFactory(  # wrongly addressed: the notice is his, what it is about is not
        rule="advisory-answer", subject=other["request"].assignments.get(), recipient=user, facts={"due": str(today)}
    )
    return own, other


def asking(user):
    """ask(path, data, method) -> (status, all that the answer says)"""
    client = Client(raise_request_exception=True)
    client.force_login(user)

    def ask(path, data=None, method="get"):
        response = getattr(client, method)(path, data or {})
        said = b"".join(response.streaming_content) if response.streaming else response.content
        return response.status_code, f"{dict(response.headers)}{said.decode(errors='replace')}"

    return ask


def marks_in(text):
    return [mark for mark in MARKS if mark in text]


def addresses(rows):
    """(name, address) of every page and endpoint of advice that asks for a row, with these rows."""
    for name, parameters in sorted(set(named_patterns()), key=str):
        namespace, _, view = name.partition(":")
        noun = view.split("_")[0]
        row = rows.get(KEYS.get(view, KEYS.get(noun, noun)))
        if not parameters or parameters & {"format", "key"} or row is None or ("slug" in parameters and noun == "case"):
            continue
        if namespace in {"ambassadors", "api"}:
            keys = {"pk": row.pk, "file": rows["file"].pk, "number": 1, "uid": getattr(row, "uid", ""),
                    "slug": getattr(row, "slug", ""), "kind": "letter", "language": "ko"}  # fmt: skip
            if "outcome" in view and "pk" in parameters:
                keys["pk"] = rows["session"].pk if view == "session_outcome_add" else rows["outcome"].pk
            yield name, reverse(name, kwargs={key: keys[key] for key in parameters})


def pages():
    """Every address that asks for no row."""
    for name, parameters in sorted(set(named_patterns()), key=str):
        if not parameters and name != "api:schema":  # it is slow, and says nothing of rows
            yield name, reverse(name)


def test_no_page_says_a_word_of_the_other_ambassador(both):
    own, other = both
    ask, listed = asking(own["ambassador"].person.user), set()
    for name, path in pages():
        others = {"client": f"#{other['client'].pk}"}, {"ambassador": f"#{other['ambassador'].pk}", "q": "상비밀"}
        for question in ({}, *others) if name.startswith(("ambassadors:", "api:")) else ({}, {"q": "상비밀"}):
            status, said = ask(path, question)
            assert status < 500, (name, status)
            assert marks_in(said) == [], (name, question)
            if OWN in said and not question:
                listed.add(name)
    assert listed >= LISTED, LISTED - listed
    asked = set()
    for name, path in addresses(own):
        status, said = ask(path)
        assert marks_in(said) == [], name
        asked.add((name, status))
    assert asked >= {
        (f"{where}:{noun}_detail", 200)
        for where in ("ambassadors", "api")
        for noun in ("ambassador", "request", "session")
    }  # fmt: skip


def test_every_row_of_the_other_ambassador_is_as_if_not_there(both):
    own, other = both
    ask, asked = asking(own["ambassador"].person.user), set()
    for name, path in addresses(other):
        for method in ("get", "post"):
            status, said = ask(path, method=method)
            assert status == 404 or (status == 405 and marks_in(said) == []), (name, method, status)
            asked.add((name, status))
    assert {name for name, status in asked if status == 404} >= {
        "ambassadors:ambassador_detail", "ambassadors:ambassador_photo", "ambassadors:ambassador_profile_edit",
        "ambassadors:term_document", "ambassadors:request_detail", "ambassadors:request_contact",
        "ambassadors:request_answer", "ambassadors:session_detail", "ambassadors:session_edit",
        "ambassadors:session_file", "ambassadors:session_outcome_remove", "ambassadors:casebook_detail",
        "api:ambassador_detail", "api:request_contact", "api:session_outcome_delete",
    }  # fmt: skip
    for edition in other["term"]._meta.apps.get_model("documents", "Edition").objects.all():
        assert ask(edition.get_absolute_url())[0] == 404


def test_what_he_sends_cannot_name_what_is_another_ones(both):
    own, other = both
    ask = asking(own["ambassador"].person.user)
    before = AdvisorySession.objects.count()
    log = reverse("ambassadors:session_log")
    for firm in (f"request-{other['request'].pk}", f"client-{other['client'].pk}"):
        assert marks_in(ask(log, {"request": str(other["request"].pk)})[1]) == []
        status, said = ask(log, {"firm": firm, "mode": "video", "quick_minutes": "30", "question": "가"}, "post")
        assert (status, marks_in(said)) == (422, [])
    draft = AdvisorySession.objects.get(ambassador=other["ambassador"], state="draft")
    sent = {"submission": str(draft.submission), "draft": "1", "question": "덮어씀", "firm": "new", "firm_name": "예시"}
    ask(log, sent, "post")  # the key of another one's draft
    draft.refresh_from_db()
    assert draft.question == f"{SECRET} 초안"
    assert AdvisorySession.objects.filter(ambassador=other["ambassador"]).count() == 3
    assert AdvisorySession.objects.count() == before
    status, said = ask(f"{log}", {"request": str(other["request"].pk)})
    assert marks_in(said) == []


def test_numbers_count_only_what_is_own(both):
    own, _other = both
    client = Client()
    client.force_login(own["ambassador"].person.user)
    assert client.get(reverse("ambassadors:session_list")).context["page"].paginator.count == 2
    assert client.get(reverse("ambassadors:request_list")).context["page"].paginator.count == 1
    assert client.get("/search/", {"q": "예시정밀"}).context["total"] == 3
    for name, count in (("sessions", 2), ("requests", 1)):
        assert client.get(f"/api/v1/advisory/{name}/").json()["count"] == count
    assert client.get("/notices/count/").json()["unread"] <= 1
    for name in ("advisory_statistics", "session_export", "renewal_list", "ambassador_list", "casebook_list"):
        assert client.get(reverse(f"ambassadors:{name}")).status_code == 403, name
    assert client.get("/calendar/").status_code == 403


def test_who_no_longer_is_the_ambassador_of_an_account_sees_nothing(both):
    own, _other = both
    user = own["ambassador"].person.user
    own["ambassador"].person.user = None
    own["ambassador"].person.save()
    ask = asking(user)
    for name in ("request_list", "session_list"):
        status, said = ask(reverse(f"ambassadors:{name}"))
        assert (status, OWN in said) == (200, False), name
    assert ask(own["session"].get_absolute_url())[0] == 404


@pytest.mark.parametrize("role", ["counterpart", "administrator"])
def test_others_see_nothing_of_the_feature(both, role):
    own, other = both
    user = UserFactory(**{role: True})
    PostFactory(person=PersonFactory(user=user), organization=OrganizationFactory())
    ask = asking(user)
    for name, path in pages():
        for question in ({}, {"q": "예시정밀"}) if name.startswith("ambassadors:") else ({},):
            status, said = ask(path, question)
            assert status < 500, (name, status)
            if name != "accounts:user_list":  # who has an account is an administrator's business
                assert SECRET not in said and OWN not in said, name
    for rows in (own, other):
        for name, path in addresses(rows):
            for method in ("get", "post"):
                assert ask(path, method=method)[0] in {404, 405}, (name, method)


def test_a_link_opens_its_own_row_only(both, client):
    own, other = both
    own_request, own_session = own["request"], own["session"]
    AdvisorySession.objects.filter(pk=own_session.pk).update(state="submitted", confirmed_at=None)
    keys = {
        "request_follow": links.make(letters.REQUEST_LINK, own_request.uid, own_request.link_version),
        "session_confirm": links.make(letters.SESSION_LINK, own_session.uid, own_session.link_version),
    }
    for name, key in keys.items():
        said = client.get(reverse(f"ambassadors:{name}", args=[key])).content.decode()
        assert OWN in said and SECRET not in said, name
    assert client.get(reverse("ambassadors:request_follow", args=[keys["session_confirm"]])).status_code == 404
    assert client.get(reverse("ambassadors:session_confirm", args=[keys["request_follow"]])).status_code == 404
    foreign = links.make(letters.REQUEST_LINK, other["request"].uid, other["request"].link_version)
    forged = ":".join([foreign.split(":")[0], *keys["request_follow"].split(":")[1:]])
    assert client.get(reverse("ambassadors:request_follow", args=[forged])).status_code == 404
    services.close_request(request=own_request, by=UserFactory(staff=True))
    AdvisoryRequest.objects.filter(pk=own_request.pk).update(link_version=own_request.link_version + 1)
    gone = client.get(reverse("ambassadors:request_follow", args=[keys["request_follow"]]))
    assert (gone.status_code, OWN in gone.content.decode()) == (410, False)
