"""One search for everything, within what the reader may see."""

import pytest

from tests.factories.ambassadors import AmbassadorFactory, ClientFactory, RequestFactory, SessionFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.documents import EditionFactory
from tests.factories.forums import EditionFactory as ForumEditionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import CommitmentFactory, MouFactory

pytestmark = pytest.mark.django_db


def one_of_each(word="셔틀"):
    PersonFactory(name_ko=f"{word} 사람", aliases="모리 히로시\nモリ・ヒロシ")
    OrganizationFactory(name_ko=f"{word} 기관")
    DelegationFactory(title_ko=f"{word} 출장")
    MeetingFactory(title_ko=f"{word} 면담")
    MouFactory(title_ko=f"{word} 협약")
    CommitmentFactory(sentence_ko=f"{word} 약속")
    EditionFactory(title=f"{word} 보고", published=True)
    ForumEditionFactory(name_ko=f"{word} 포럼")
    AmbassadorFactory(person=PersonFactory(name_ko=f"{word} 대사"))
    asked = RequestFactory(client=ClientFactory(name=f"{word} 기업"))
    SessionFactory(client=asked.client, question=f"{word} 질문")


def hits(response):
    return {group.kind.name: [str(row) for row in group.rows] for group in response.context["groups"]}


@pytest.mark.parametrize("role", ["staff", "manager", "executive"])
def test_readers_find_every_kind(role, client, sign_in):
    sign_in(**{role: True})
    one_of_each()
    one_of_each("다른")
    found = hits(client.get("/search/", {"q": "셔틀"}))
    assert set(found) == {
        "people", "organizations", "trips", "meetings", "mous", "promises", "forums", "reports", "ambassadors",
        "requests", "sessions",
    }  # fmt: skip
    assert len(found.pop("people")) == 2  # the ambassador is one of the people
    assert all(len(rows) == 1 and "셔틀" in rows[0] for rows in found.values())


@pytest.mark.parametrize("text", ["모리 히로시", "もりひろし", "モリヒロシ", "히로시 모리"])
def test_any_form_of_a_name_finds(text, client, sign_in):
    sign_in(staff=True)
    one_of_each()
    assert hits(client.get("/search/", {"q": text})) == {"people": ["셔틀 사람"]}


def test_drafts_and_withdrawn_reports_are_not_offered(client, sign_in):
    sign_in(staff=True)
    EditionFactory(title="셔틀 초안")
    EditionFactory(title="셔틀 철회", withdrawn=True)
    assert hits(client.get("/search/", {"q": "셔틀"})) == {}


def test_an_ambassador_finds_what_is_his(client, sign_in):
    own = AmbassadorFactory(person=PersonFactory(name_ko="셔틀 자신", user=sign_in(ambassador=True)))
    one_of_each()
    firm = ClientFactory(name="셔틀 내 기업")
    asked = RequestFactory(client=firm, assigned_to=own)
    SessionFactory(ambassador=own, client=firm, draft=True)
    found = client.get("/search/", {"q": "셔틀"})
    assert set(hits(found)) == {"requests", "sessions"}
    assert [group.count for group in found.context["groups"]] == [1, 1]
    assert asked.get_absolute_url() in found.content.decode() and "셔틀 기업" not in found.content.decode()


@pytest.mark.parametrize("role", ["counterpart", "administrator"])
def test_others_find_nothing(role, client, sign_in):
    sign_in(**{role: True})
    one_of_each()
    response = client.get("/search/", {"q": "셔틀"})
    assert response.status_code == 403
    assert "셔틀 사람" not in response.content.decode()
    assert 'role="search"' not in response.content.decode()


def test_many_hits_lead_to_the_list(client, sign_in):
    sign_in(staff=True)
    for number in range(7):
        OrganizationFactory(name_ko=f"셔틀 {number}")
    response = client.get("/search/", {"q": "셔틀 "})
    [group] = response.context["groups"]
    assert (len(group.rows), group.count) == (5, 7)
    more = "/directory/organizations/?q=%EC%85%94%ED%8B%80"
    assert f'href="{more}"' in response.content.decode()
    assert client.get(more).content.decode().count("셔틀 ") >= 7


@pytest.mark.parametrize(
    "text", ["", " ", "·", "%", "_", "'; --", "\0", "가" * 10000, "<script>alert(1)</script>", "\u202e셔"]
)
def test_odd_words_are_only_words(text, client, sign_in):
    sign_in(staff=True)
    one_of_each()
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert "셔틀 사람" not in response.content.decode() or "셔" in text


def test_nothing_found_is_said(client, sign_in):
    sign_in(staff=True)
    page = client.get("/search/", {"q": "없는 낱말"}).content.decode()
    assert "찾은 것이 없습니다" in page
    assert 'value="없는 낱말"' in page


@pytest.mark.parametrize(("count", "queries"), [(1, 16), (20, 27)])  # of many kinds there is more than is shown
def test_search_asks_the_database_the_same(count, queries, client, sign_in, django_assert_num_queries):
    sign_in(staff=True)
    for _number in range(count):
        one_of_each()
    with django_assert_num_queries(queries):
        client.get("/search/", {"q": "셔틀"})
