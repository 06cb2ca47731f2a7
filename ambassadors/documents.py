"""Of a term: the letter of appointment, and the sheet that says what was done in it. In Korean or Japanese."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ambassadors.activity import activity_of
from ambassadors.enums import Mode, Topic
from ambassadors.models import AdvisorySession, Term
from exchange.directory.enums import Country
from exchange.directory.models import Organization, Post
from exchange.documents import wording
from exchange.documents.blocks import Annexes, Certificate, Heading, Item, Note, Outline, Table, Tree
from exchange.documents.definitions import Definition, register

LETTER, SHEET = "appointment-letter", "activity-sheet"
CHAIRS = ("회장", "중앙회장")
WORDS = {
    "ko": {
        "letter": "위촉장", "sheet": "해외민간대사 활동 실적표", "sample": "[예시]", "number": "제 {} 호",
        "name": "성 명", "post": "위촉 직위", "area": "담당 지역", "term": "위촉 기간", "ambassador": "해외민간대사",
        "text": "귀하를 {body} 해외민간대사로 위촉하오니 우리 중소기업의 해외 진출을 돕고 두 나라 중소기업의 교류를 "
        "넓히는 데 힘써 주시기 바랍니다.",
        "date": "{0.year}년 {0.month}월 {0.day}일", "chair": "회장 {}", "nth": "제{}기",
        "person": "인적 사항", "who": "성명", "where": "지역", "firm": "소속", "period": "임기",
        "summary": "활동 요약", "sessions": "상담", "clients": "기업", "hours": "시간", "confirmed": "기업 확인",
        "days": "첫 상담까지", "satisfaction": "만족도", "log": "상담 내역", "day": "날짜", "client": "기업",
        "topic": "분야", "mode": "방식", "minutes": "상담·준비", "is_confirmed": "확인", "yes": "○", "no": "-",
        "unit_sessions": "{}건", "unit_clients": "{}개사", "unit_hours": "{}시간", "unit_days": "{}일",
        "unit_minutes": "{}분", "none": "-", "nothing": "기록한 상담이 없음", "end": "끝.",
        "note": "※ 시간은 상담과 준비를 더한 것이며 이동은 넣지 않음. 첫 상담까지는 배정한 날부터 걸린 날의 중앙값임",
    },
    "ja": {
        "letter": "委嘱状", "sheet": "海外民間大使 活動実績表", "sample": "[見本]", "number": "第 {} 号",
        "name": "氏 名", "post": "委嘱職位", "area": "担当地域", "term": "委嘱期間", "ambassador": "海外民間大使",
        "text": "貴殿を{body}の海外民間大使に委嘱いたします。中小企業の海外進出を支え、両国の中小企業の交流を"
        "広げるためにご尽力くださいますようお願い申し上げます。",
        "date": "{0.year}年{0.month}月{0.day}日", "chair": "会長 {}", "nth": "第{}期",
        "person": "基本事項", "who": "氏名", "where": "地域", "firm": "所属", "period": "任期",
        "summary": "活動の概要", "sessions": "相談", "clients": "企業", "hours": "時間", "confirmed": "企業確認",
        "days": "初回相談まで", "satisfaction": "満足度", "log": "相談の内訳", "day": "日付", "client": "企業",
        "topic": "分野", "mode": "方法", "minutes": "相談・準備", "is_confirmed": "確認", "yes": "○", "no": "-",
        "unit_sessions": "{}件", "unit_clients": "{}社", "unit_hours": "{}時間", "unit_days": "{}日",
        "unit_minutes": "{}分", "none": "-", "nothing": "記録した相談なし", "end": "以上",
        "note": "※ 時間は相談と準備の合計で、移動を含まない。初回相談までは割り当てた日からの日数の中央値",
    },
}  # fmt: skip


class Writer:
    """A term's facts in the language of the document."""

    def __init__(self, term, language):
        self.term, self.language, self.words = term, language, WORDS[language]
        self.ambassador, self.write = term.ambassador, wording.of(language)
        self.body = settings.REPORT_BODY_JA if language == "ja" else settings.REPORT_BODY_KO

    def name_of(self, person):
        if self.language == "ko":
            return str(person)
        known = person.name_hanja or person.name_kana or person.name_latin
        return known or wording.NO_JAPANESE + person.name_ko

    @property
    def name(self):
        return self.name_of(self.ambassador.person)

    @property
    def area(self):
        city = self.ambassador.city_ja if self.language == "ja" else self.ambassador.city_ko
        return f"{self.label(Country, self.ambassador.country)} {city}".strip()

    @property
    def period(self):
        return self.write.short_period(self.term.starts_on, self.term.ends_on)

    @property
    def sample(self):
        return self.words["sample"] if self.term.is_sample else ""

    @property
    def firm(self):
        """The post of the term's first day, other than that of an ambassador with us."""
        posts = self.ambassador.person.posts.held_on(self.term.starts_on).select_related("organization")
        post = next((post for post in posts if post.title_ko != WORDS["ko"]["ambassador"]), None)
        if not post:
            return ""
        return f"{self.text(post.organization, 'name')} {self.text(post, 'title')}"

    def text(self, row, field):
        korean = getattr(row, f"{field}_ko")
        return korean if self.language == "ko" else getattr(row, f"{field}_ja") or wording.NO_JAPANESE + korean

    def label(self, enum, value):
        with override(self.language):
            return str(enum(value).label)

    @property
    def chair(self):
        """As the directory knows it on the day of appointment, else as the settings say."""
        bodies = Organization.objects.called(settings.REPORT_BODY_KO)
        posts = Post.objects.held_on(self.term.starts_on).filter(organization__in=bodies, title_ko__in=CHAIRS)
        post = posts.select_related("person").order_by("pk").first()
        setting = settings.CHAIR_NAME_JA if self.language == "ja" else settings.CHAIR_NAME_KO
        return self.words["chair"].format(self.name_of(post.person) if post else setting).strip()

    def said(self, unit, value):
        return self.words["none"] if value is None else self.words[f"unit_{unit}"].format(f"{value:g}")

    def tree(self, kind, blocks):
        return Tree(
            title=f"{self.words[kind]} {self.name} {self.words['nth'].format(self.term.number)}", author=self.body,
            description=f"{self.name} {self.period}", date=self.term.starts_on.isoformat(), language=self.language,
            blocks=tuple(blocks),
        )  # fmt: skip


def _whole(term):
    return Term.objects.select_related("ambassador__person").get(pk=term.pk)


def build_letter(term, language):
    writer = Writer(_whole(term), language)
    words, number = writer.words, writer.term.certificate_number
    facts = ("name", writer.name), ("post", words["ambassador"]), ("area", writer.area), ("term", writer.period)
    return writer.tree("letter", [
        Certificate(
            number=" ".join(filter(None, [writer.sample, number and words["number"].format(number)])),
            title=words["letter"], items=tuple(Item(text, words[label]) for label, text in facts),
            text=words["text"].format(body=writer.body), date=words["date"].format(writer.term.starts_on),
            body=writer.body, signer=writer.chair,
        ),
    ])  # fmt: skip


def build_sheet(term, language):
    writer = Writer(_whole(term), language)
    words = writer.words
    facts = [("who", writer.name), ("where", writer.area), ("firm", writer.firm)]
    facts.append(("period", f"{words['nth'].format(writer.term.number)}({writer.period})"))
    return writer.tree("sheet", [
        Heading(1, " ".join(filter(None, [words["sheet"], writer.sample]))),
        Heading(2, words["person"]),
        Outline(tuple(Item(text, words[label]) for label, text in facts if text), role="facts"),
        Heading(2, words["summary"]),
        _summary(writer),
        Heading(2, words["log"]),
        *_log(writer),
        Annexes("", (), words["end"]),
    ])  # fmt: skip


def _summary(writer):
    words, done = writer.words, activity_of([writer.term])[writer.term.pk]
    share = words["none"] if done.confirmed_share is None else f"{done.confirmed_share}%"
    rated = words["none"] if done.satisfaction is None else f"{done.satisfaction:.1f} / 5"
    cells = {
        "sessions": writer.said("sessions", done.sessions), "clients": writer.said("clients", done.clients),
        "hours": writer.said("hours", done.hours), "confirmed": share,
        "days": writer.said("days", done.days), "satisfaction": rated,
    }  # fmt: skip
    row = tuple((text,) for text in cells.values())
    return Table(tuple(words[name] for name in cells), (row,), role="figures", note=words["note"])


def _log(writer):
    term, words = writer.term, writer.words
    sessions = AdvisorySession.objects.counted().filter(
        ambassador=term.ambassador_id, held_on__range=(term.starts_on, term.ends_on)
    )
    sessions = sessions.select_related("client").prefetch_related("topics").order_by("held_on", "pk")
    rows = tuple(_row(session, writer) for session in sessions.defer("question", "advice", "search_key"))
    if not rows:
        return [Note(words["nothing"])]
    names = ("day", "client", "topic", "mode", "minutes", "is_confirmed")
    return [Table(tuple(words[name] for name in names), rows, role="sessions")]


def _row(session, writer):
    words, minutes = writer.words, session.minutes + session.preparation_minutes
    return (
        (writer.write.short_period(session.held_on, session.held_on),),
        (str(session.client),),
        ("·".join(writer.label(Topic, each.topic) for each in session.topics.all()),),
        (writer.label(Mode, session.mode),),
        (writer.said("minutes", minutes),),
        (words["yes"] if session.is_confirmed else words["no"],),
    )


def _file_name(kind):
    def file_name(term, language):
        writer = Writer(_whole(term), language)
        return f"{term.starts_on:%Y-%m} {writer.name} {writer.words[kind]}"

    return file_name


def _page(kind):
    def page(term):
        return f"{reverse('ambassadors:term_document', args=[term.pk])}?document={kind}"

    return page


def register_documents():
    kinds = ((LETTER, "letter", _("위촉장"), build_letter), (SHEET, "sheet", _("활동 실적표"), build_sheet))
    for name, kind, title, build in kinds:
        register(
            Definition(
                name=name, title=title, model=Term, view="ambassadors.view_term",
                make="ambassadors.make_term_documents", languages=("ko", "ja"),
                find=lambda key: Term.objects.get(pk=key), build=build, file_name=_file_name(kind), page=_page(kind),
            )
        )  # fmt: skip
