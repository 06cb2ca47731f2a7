import pytest
from lxml import html

from exchange.directory.models import Organization, Person
from exchange.directory.selectors import SHOWN
from tests.factories.accounts import UserFactory
from tests.factories.directory import FigureFactory, OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

NO_ROWS = {"rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0"}
ODD = '<script>alert(1)</script>\u202e🙂&"'


def tree(response):
    return html.fromstring(response.content.decode())


def main(response):
    return tree(response).xpath("string(//main)")


def organization_data(**changes):
    return NO_ROWS | {"name_ko": "가상기관", "kind": "agency", "country": "JP"} | changes


def person_data(**changes):
    return NO_ROWS | {"name_ko": "가상인물", "country": "JP"} | changes


def post_row(**changes):
    row = {"organization": "", "title_ko": "회장", "since": "", "until": ""} | changes
    return {"rows-TOTAL_FORMS": "1"} | {f"rows-0-{name}": value for name, value in row.items()}


# --- lists ---------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_cost_the_same_for_any_number_of_rows(pages, django_assert_num_queries, rows):
    PostFactory.create_batch(rows, organization__parent=OrganizationFactory())
    with django_assert_num_queries(4):  # session, user; count, organisations
        pages.get("/directory/organizations/")
    with django_assert_num_queries(5):  # session, user; count, people, posts
        pages.get("/directory/people/")
    with django_assert_num_queries(8):  # session, user; titles, two counts, organisations, people, posts
        pages.get("/directory/", {"q": "가상"})


@pytest.mark.parametrize("rows", [1, 30])
def test_detail_pages_cost_the_same_for_any_number_of_rows(pages, django_assert_num_queries, rows):
    body = OrganizationFactory(parent=OrganizationFactory())
    person = PersonFactory()
    PostFactory.create_batch(rows, organization=body)
    PostFactory.create_batch(rows, person=person)
    FigureFactory.create_batch(rows, organization=body)
    OrganizationFactory.create_batch(rows, parent=body)
    # session, user; organisation; posts, figures, parent, children, merges, MOUs, dealings
    with django_assert_num_queries(10):
        pages.get(f"/directory/organizations/{body.pk}/")
    with django_assert_num_queries(5):  # session, user; person; posts; merges
        pages.get(f"/directory/people/{person.pk}/")


@pytest.mark.parametrize("rows", [1, 20])
def test_edit_pages_cost_the_same_for_any_number_of_rows(pages, django_assert_num_queries, rows):
    person = PersonFactory()
    PostFactory.create_batch(rows, person=person)
    with django_assert_num_queries(6):  # session, user; person, posts; organisations, namesakes
        pages.get(f"/directory/people/{person.pk}/edit/")


def test_lists_find_filter_and_page(pages):
    OrganizationFactory.create_batch(60, country="JP")
    found = OrganizationFactory(name_ko="다른 곳", aliases="별칭", kind="company", country="VN")
    response = pages.get("/directory/organizations/", {"country": "JP", "page": "2"})
    assert response.context["page"].paginator.count == 60
    assert "/directory/organizations/?country=JP&page=1" in [
        "/directory/organizations/" + link for link in tree(response).xpath('//nav[@class="pagination"]//a/@href')
    ]
    for question in ({"q": "별 칭"}, {"kind": "company"}, {"country": "VN", "q": "다른곳"}):
        assert list(pages.get("/directory/organizations/", question).context["page"]) == [found]


@pytest.mark.parametrize(
    "question",
    [{"page": "x"}, {"page": "-1"}, {"page": "9" * 30}, {"country": "XX"}, {"q": "\x00"}, {"q": "가" * 5000}],
)
@pytest.mark.parametrize("path", ["/directory/", "/directory/organizations/", "/directory/people/"])
def test_odd_questions_are_answered(pages, path, question):
    PersonFactory()
    assert pages.get(path, question).status_code == 200


def test_lists_show_no_personal_data(pages):
    PersonFactory(name_ko="김가상", email="hidden@example.com", phone="010-1234-5678")
    for path in ("/directory/", "/directory/people/", "/directory/people/options/?q=김가상"):
        body = pages.get(path).content.decode()
        assert "김가상" in body
        assert "hidden@example.com" not in body
        assert "010-1234" not in body


def test_names_are_shown_in_the_readers_language(client, db):
    client.force_login(UserFactory(language="ja", executive=True))
    PersonFactory(name_ko="모리 히로시", name_hanja="森洋", country="JP")
    PersonFactory(name_ko="강지철")
    text = main(client.get("/directory/people/"))
    assert "森洋" in text
    assert "모리 히로시" in text
    assert text.count("일본어 없음") + text.count("日本語なし") >= 1


# --- who may -------------------------------------------------------------------------

PATHS = ["", "organizations/", "people/", "organizations/add/", "people/add/"]
OBJECT_PATHS = ["", "edit/", "delete/"]


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_outsiders_see_nothing_that_is_there(client, db, role):
    client.force_login(UserFactory(**{role: True}))
    post = PostFactory(person__name_ko="비밀인물", organization__name_ko="비밀기관")
    for path in PATHS:
        response = client.get(f"/directory/{path}", {"q": "비밀"})
        assert response.status_code == 403
        assert "비밀기관" not in response.content.decode()
    for path in OBJECT_PATHS:
        assert client.get(f"/directory/organizations/{post.organization_id}/{path}").status_code == 404
        assert client.get(f"/directory/people/{post.person_id}/{path}").status_code == 404


def test_ambassador_reads_his_own_record_without_ways_further(client, db):
    user = UserFactory(ambassador=True)
    own = PostFactory(person=PersonFactory(name_ko="나 자신", note="담당자만 보는 메모", user=user)).person
    client.force_login(user)
    response = client.get(f"/directory/people/{own.pk}/")
    assert "담당자만 보는 메모" not in response.content.decode()
    assert response.status_code == 200
    assert not [link for link in tree(response).xpath("//main//a/@href") if link.startswith("/directory/")]
    assert client.post(f"/directory/people/{own.pk}/edit/", person_data()).status_code == 403


def test_executives_read_but_do_not_write(client, db):
    client.force_login(UserFactory(executive=True))
    post = PostFactory()
    for kind, pk in (("organizations", post.organization_id), ("people", post.person_id)):
        assert client.get(f"/directory/{kind}/{pk}/").status_code == 200
        assert "/edit/" not in client.get(f"/directory/{kind}/{pk}/").content.decode()
        for path in (f"{kind}/add/", f"{kind}/{pk}/edit/", f"{kind}/{pk}/delete/"):
            assert client.get(f"/directory/{path}").status_code == 403
            assert client.post(f"/directory/{path}", organization_data()).status_code == 403
    assert Person.objects.filter(pk=post.person_id).exists()


# --- writing ------------------------------------------------------------------------------


def test_organization_is_added_with_its_figures(pages):
    parent = OrganizationFactory(name_ko="상위중앙회")
    response = pages.post(
        "/directory/organizations/add/",
        organization_data(name_ja="架空機関", parent="상위 중앙회", website="example.org")
        | {"rows-TOTAL_FORMS": "2", "rows-0-label": "회원 수", "rows-0-value": "937", "rows-0-as_of": "2024-07-19"}
        | {"rows-0-source": "언론 보도"},
    )
    organization = Organization.objects.get(name_ja="架空機関")
    assert response.url == f"/directory/organizations/{organization.pk}/"
    assert (organization.parent, organization.website) == (parent, "https://example.org")
    assert [figure.value for figure in organization.figures.all()] == [937]
    text = main(pages.get(response.url))
    for shown in ("架空機関", "937", "언론 보도", "상위중앙회"):
        assert shown in text


def test_nothing_is_saved_when_a_row_is_wrong(pages):
    response = pages.post(
        "/directory/organizations/add/",
        organization_data(name_ko=ODD) | {"rows-TOTAL_FORMS": "1", "rows-0-label": ODD, "rows-0-value": "많음"},
    )
    assert not Organization.objects.exists()
    drawn = tree(response)
    assert drawn.xpath('//input[@name="name_ko"]/@value') == [ODD]
    assert drawn.xpath('//input[@name="rows-0-value"]/@value') == ["많음"]
    assert drawn.xpath('//*[@id="id_rows-0-value_error"]')
    assert drawn.xpath('//*[@role="alert"][not(@hidden)]')


def test_refusal_of_the_service_is_shown_at_its_row_and_undoes_the_rest(pages):
    figure = {"label": "회원 수", "value": "1", "as_of": "2024-01-01", "source": "출처"}
    rows = {f"rows-{n}-{name}": value for n in (0, 1) for name, value in figure.items()}
    response = pages.post("/directory/organizations/add/", organization_data() | {"rows-TOTAL_FORMS": "2"} | rows)
    assert response.status_code == 200
    assert not Organization.objects.exists()
    assert "같은 항목의 같은 기준일" in tree(response).xpath('string(//*[@id="rows-rows"]/ol/li[2])')


def test_similar_names_are_asked_about_then_confirmed(pages):
    old = PostFactory(person=PersonFactory(name_ko="다나카", aliases="田中 太郎"), title_ko="부회장").person
    AttendanceFactory(person=old)
    data = person_data(name_ko="", name_hanja="田中太郎", note="적은 내용")
    response = pages.post("/directory/people/add/", data)
    assert Person.objects.count() == 1
    drawn = tree(response)
    (asked,) = drawn.xpath('//*[@role="alert"][contains(@class, "warn")]')
    assert f"/directory/people/{old.pk}/" in asked.xpath(".//a/@href")
    for said in ("다른 표기와 같습니다: 田中 太郎", "부회장", "참석자 1"):
        assert said in asked.text_content()
    assert drawn.xpath('string(//textarea[@name="note"])').strip() == "적은 내용"
    assert not drawn.xpath('//*[contains(@class, "danger")][not(@hidden)]')
    (confirmed,) = drawn.xpath('//button[@name="confirmed"]/@value')
    other = data | {"name_latin": "Tanaka", "confirmed": confirmed}
    assert pages.post("/directory/people/add/", other).status_code == 200  # said of other names
    assert pages.post("/directory/people/add/", data | {"confirmed": confirmed}).status_code == 302
    assert Person.objects.count() == 2


def test_a_changed_name_is_asked_about_and_an_unchanged_one_is_not(pages):
    PersonFactory(name_ko="같은 이름")
    person = PersonFactory(name_ko="같은 이름")
    url = f"/directory/people/{person.pk}/edit/"
    assert pages.post(url, person_data(name_ko="같은 이름", note="고침")).status_code == 302
    other = PersonFactory(name_ko="다른 이름")
    response = pages.post(url, person_data(name_ko="다른 이름"))
    assert f"/directory/people/{person.pk}/merge/?with={other.pk}" in tree(response).xpath("//a/@href")
    (confirmed,) = tree(response).xpath('//button[@name="confirmed"]/@value')
    assert pages.post(url, person_data(name_ko="다른 이름", confirmed=confirmed)).status_code == 302


def test_a_similar_body_is_asked_about_beside_other_faults(pages):
    OrganizationFactory(name_ko="가상기반정비기구")
    data = organization_data(name_ko="가상기본정비기구", country="")
    drawn = tree(pages.post("/directory/organizations/add/", data))
    alerts = [alert.text_content() for alert in drawn.xpath('//*[@role="alert"][not(@hidden)]')]
    assert len(alerts) == 2
    assert "나라" in alerts[0]
    assert "가상기반정비기구" in alerts[1]


def test_new_name_is_not_asked_about(pages):
    PersonFactory(name_ko="가상인물과 다른 이름")
    assert b"confirmed" not in pages.get("/directory/people/add/").content
    assert pages.post("/directory/people/add/", person_data()).status_code == 302


@pytest.mark.parametrize(
    ("kind", "name", "field"),
    [
        ("people", "김동우", "name_ko"),
        ("people", "森洋", "name_hanja"),
        ("people", "もり", "name_kana"),
        ("people", "MORI", "name_latin"),
        ("organizations", "全国中央会", "name_ja"),
        ("organizations", "SMRJ", "name_en"),
        ("organizations", "중앙회", "name_ko"),
    ],
)
def test_new_record_starts_with_the_name_that_was_looked_for(pages, kind, name, field):
    response = pages.get(f"/directory/{kind}/add/", {"name": name})
    assert tree(response).xpath(f'//input[@name="{field}"]/@value') == [name]


def test_person_is_changed_with_posts(pages):
    post = PostFactory(title_ko="부회장")
    body = OrganizationFactory(name_ko="새 조합")
    url = f"/directory/people/{post.person_id}/edit/"
    shown = tree(pages.get(url))
    assert shown.xpath('//input[@name="rows-0-organization"]/@value') == [post.organization.name_ko]
    response = pages.post(
        url, person_data(name_ko="바뀐 이름") | post_row(id=str(post.pk), organization="새조합", title_ko="이사장")
    )
    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.person.name_ko, post.organization, post.title_ko) == ("바뀐 이름", body, "이사장")


def test_adding_a_row_keeps_the_page_and_judges_nothing(pages):
    data = person_data(name_ko="", phone="abc", confirmed="on") | post_row(organization="없는 기관", since="언제")
    response = pages.post("/directory/people/add/", data | {"rows-add": "1"})
    drawn = tree(response)
    assert drawn.xpath('//input[@name="phone"]/@value') == ["abc"]
    assert drawn.xpath('//input[@name="rows-0-organization"]/@value') == ["없는 기관"]
    assert drawn.xpath('//input[@name="rows-0-since"]/@value') == ["언제"]
    assert drawn.xpath('//input[@name="rows-1-organization"]')
    assert not drawn.xpath('//*[@class="form-hint-invalid"]')
    assert not Person.objects.exists()


def test_cycle_is_shown_at_the_parent(pages):
    top = OrganizationFactory(name_ko="위 기관")
    OrganizationFactory(name_ko="아래 기관", parent=top)
    response = pages.post(f"/directory/organizations/{top.pk}/edit/", organization_data(parent="아래 기관"))
    assert response.status_code == 200
    assert "아래 기관" in tree(response).xpath('string(//*[@id="id_parent_error"])')
    top.refresh_from_db()
    assert top.name_ko == "위 기관"


def test_used_record_says_why_it_stays(pages):
    body = MeetingFactory(counterparts=[OrganizationFactory()]).counterparts.get()
    response = pages.post(f"/directory/organizations/{body.pk}/delete/")
    assert "면담" in tree(response).xpath('string(//*[@role="alert"][not(@hidden)])')
    assert Organization.objects.filter(pk=body.pk).exists()


def test_unused_record_is_asked_about_and_deleted(pages):
    person = PersonFactory()
    url = f"/directory/people/{person.pk}/delete/"
    assert pages.get(url).status_code == 200
    assert Person.objects.exists()
    assert pages.post(url).url == "/directory/people/"
    assert not Person.objects.exists()


def test_html_and_marks_are_shown_as_text(pages):
    person = PersonFactory(name_ko=ODD, note=ODD, aliases=ODD)
    PostFactory(person=person, title_ko=ODD, organization=OrganizationFactory(name_ko=ODD, aliases=ODD))
    FigureFactory(organization=person.posts.get().organization, label=ODD, source=ODD)
    paths = ["", "people/", "organizations/", f"people/{person.pk}/", f"people/{person.pk}/edit/"]
    paths += [f"organizations/{person.posts.get().organization_id}/"]
    for path in paths:
        body = pages.get(f"/directory/{path}").content.decode()
        assert "&lt;script&gt;alert(1)" in body
        assert "<script>alert(1)" not in body


def test_organization_shows_who_was_there_when(pages):
    body = OrganizationFactory()
    now = PostFactory(organization=body, title_ko="현직")
    before = PostFactory(organization=body, title_ko="전직", until="2020-01-01")
    later = PostFactory(organization=body, title_ko="내정", since="2999-01-01")
    posts = pages.get(f"/directory/organizations/{body.pk}/").context["posts"]
    assert (posts.now.posts, posts.before.posts, posts.later.posts) == ([now], [before], [later])


def test_large_organization_shows_the_first_of_its_people_and_the_way_to_all(pages):
    body = OrganizationFactory(name_ko="큰 기관")
    PostFactory.create_batch(SHOWN + 1, organization=body)
    drawn = tree(pages.get(f"/directory/organizations/{body.pk}/"))
    assert len(drawn.xpath('//section[@aria-labelledby="now-h"]//tbody/tr')) == SHOWN
    (way,) = drawn.xpath('//section[@aria-labelledby="now-h"]//p[@class="more"]/a/@href')
    assert pages.get(way).context["page"].paginator.count == SHOWN + 1
