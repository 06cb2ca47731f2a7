"""The forums so far, as public sources give them, and the one proposed for Seoul in 2026.

Of 2026 only the year and the city are known: its day, programme and participants are samples and say so.
"""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from exchange.demo.uids import uid
from exchange.directory.models import Organization, Person
from exchange.meetings.enums import Side
from exchange.mous.enums import Recurrence
from exchange.mous.models import Commitment
from forums import services
from forums.enums import BodyRole, Diet, EditionState, HostCountry, Origin, SessionKind
from forums.models import Series

SERIES = {
    "slug": "korea-japan-sme-forum",
    "name_ko": "한일 중소기업 정책포럼",
    "name_ja": "日韓中小企業政策フォーラム",
    "name_en": "Korea–Japan SME Policy Forum",
}
MINISTRIES = [
    {
        "uid": uid("mss"), "name_ko": "중소벤처기업부", "name_ja": "中小ベンチャー企業部",
        "name_en": "Ministry of SMEs and Startups", "short_name_ko": "중기부", "short_name_en": "MSS",
        "kind": "government", "country": "KR",
    },
    {
        "uid": uid("meti"), "name_ko": "일본 경제산업성", "name_ja": "経済産業省",
        "name_en": "Ministry of Economy, Trade and Industry", "short_name_ko": "경산성", "short_name_en": "METI",
        "kind": "government", "country": "JP",
    },
]  # fmt: skip
TOKYO = {"host_country": HostCountry.JP, "city_ko": "도쿄", "city_ja": "東京", "city_en": "Tokyo"}
SEOUL = {"host_country": HostCountry.KR, "city_ko": "서울", "city_ja": "ソウル", "city_en": "Seoul"}
HELD = [
    {
        **TOKYO, "year": 2014, "number": 1, "state": EditionState.HELD, "starts_on": date(2014, 5, 29),
        "name_ko": "제1회 정책포럼", "name_ja": "第1回政策フォーラム", "name_en": "First Policy Forum",
        "note": "공식 명칭과 참가 인원은 확인되지 않음",
    },
    {
        **TOKYO, "year": 2025, "state": EditionState.HELD, "starts_on": date(2025, 11, 25),
        "name_ko": "한일 중소기업 경제 포럼", "name_ja": "日韓中小企業経済フォーラム",
        "name_en": "Korea–Japan SME Economic Forum",
        "venue_ko": "하얏트 리젠시 도쿄", "venue_ja": "ハイアット リージェンシー 東京",
        "venue_en": "Hyatt Regency Tokyo",
        "planned_ours": 100, "planned_counterpart": 200, "attended_total": 200,
        "break_reason": "2014년 뒤로 확인되는 개최가 없어, 2024년 업무협약에 따라 교차 개최를 새로 시작함",
        "note": "참가 인원은 약 200명(언론 보도)",
    },
]  # fmt: skip
NEXT = {
    **SEOUL, "year": 2026, "starts_on": date(2026, 12, 10), "is_sample": True,
    "name_ko": "2026 한일 중소기업 정책포럼", "name_ja": "2026 日韓中小企業政策フォーラム",
    "name_en": "2026 Korea–Japan SME Policy Forum",
    "theme_ko": "[예시] 인력난과 공급망: 두 나라 중소기업의 공동 해법",
    "theme_ja": "[見本] 人手不足とサプライチェーン：両国中小企業の共同解決",
    "theme_en": "[Sample] Labour shortage and supply chains: answers of both sides",
    "venue_ko": "[예시] 여의도 회의장", "venue_ja": "[見本] 汝矣島会議場", "venue_en": "[Sample] Hall in Yeouido",
    "planned_ours": 200, "planned_counterpart": 100, "interpreters": 2,
    "note": "서울 개최 제안은 공개된 사실, 날짜·장소·순서·참가자는 예시",
}  # fmt: skip
ROOMS = [("그랜드홀", "グランドホール", "Grand Hall"), ("세미나실", "セミナー室", "Seminar Room")]
PROGRAMME = [  # room, start, minutes, kind, titles, interpreters, talks of (minutes, language, titles)
    (0, "13:30", 30, SessionKind.REGISTRATION, ("[예시] 등록", "[見本] 受付", "[Sample] Registration"), 0, []),
    (0, "14:00", 30, SessionKind.OPENING, ("[예시] 개회식", "[見本] 開会式", "[Sample] Opening"), 2, []),
    (0, "14:30", 60, SessionKind.SESSION,
     ("[예시] 세션 1. 인력난 대응", "[見本] セッション1 人手不足への対応", "[Sample] Session 1. Labour shortage"), 2,
     [(30, "ko", ("[예시] 한국의 대응", "[見本] 韓国の対応", "[Sample] How Korea answers")),
      (30, "ja", ("[예시] 일본의 대응", "[見本] 日本の対応", "[Sample] How Japan answers"))]),
    (0, "15:30", 20, SessionKind.BREAK, ("[예시] 휴식", "[見本] 休憩", "[Sample] Break"), 0, []),
    (0, "15:50", 50, SessionKind.PANEL,
     ("[예시] 종합 토론", "[見本] パネル討論", "[Sample] Panel"), 1, []),
    (1, "15:50", 50, SessionKind.MATCHING,
     ("[예시] 소부장 상담회", "[見本] 素材・部品・装備 商談会", "[Sample] Matching of suppliers"), 1, []),
]  # fmt: skip
TASKS = [  # days, side, shared, Korean, Japanese
    (-90, Side.OURS, True, "[예시] 개최 제안 공문 발송", "[見本] 開催提案の公文書を送付"),
    (-60, Side.COUNTERPART, True, "[예시] 일본 측 참가자 모집 시작", "[見本] 日本側参加者の募集開始"),
    (-45, Side.OURS, False, "[예시] 회의장 계약", "[見本] 会場の契約"),
    (-30, Side.OURS, True, "[예시] 발표자 확정", "[見本] 発表者の確定"),
    (-14, Side.COUNTERPART, True, "[예시] 일본 측 명단 전달", "[見本] 日本側名簿の送付"),
    (-7, Side.OURS, False, "[예시] 명찰 인쇄", "[見本] 名札の印刷"),
    (14, Side.OURS, True, "[예시] 결과보고 작성", "[見本] 結果報告の作成"),
]
SPEAKERS = {"ko": ("ambassador@example.com", Side.OURS), "ja": ("counterpart@example.com", Side.COUNTERPART)}
DONE = 3  # tasks
PEOPLE = 12  # of each side


def add_forums(*, owner, by):
    """What is there already stays as it is."""
    if Series.objects.filter(slug=SERIES["slug"]).exists():
        return
    for facts in MINISTRIES:
        Organization.objects.get_or_create(uid=facts["uid"], defaults=facts)
    body = Organization.objects.get(uid=uid("nfsba"))
    promise = Commitment.objects.filter(clause__mou__uid=uid("mou/nfsba-2024"), recurrence=Recurrence.YEARLY).first()
    series = services.create_series(**SERIES, counterpart=body, commitment=promise, by=by)
    for facts in HELD:
        bodies = _bodies("kbiz", "nfsba", patrons=("mss", "meti")) if facts["year"] == 2025 else ()  # noqa: PLR2004
        services.create_edition(series=series, bodies=bodies, uid=uid(f"forum/{facts['year']}"), by=by, **facts)
    edition = services.create_edition(
        series=series, bodies=_bodies("kbiz", "nfsba"), uid=uid("forum/2026"), by=by, **NEXT
    )
    _add_programme(edition, by)
    _add_tasks(edition, owner, by)
    _add_people(edition, by)


def _bodies(*hosts, patrons=()):
    roles = [(key, BodyRole.HOST) for key in hosts] + [(key, BodyRole.PATRON) for key in patrons]
    return [{"organization": Organization.objects.get(uid=uid(key)), "role": role} for key, role in roles]


def _texts(field, texts):
    return {f"{field}_{language}": text for language, text in zip(("ko", "ja", "en"), texts, strict=True)}


def _add_programme(edition, by):
    rooms = services.save_rooms(edition=edition, rooms=[_texts("name", names) for names in ROOMS], by=by)
    for room, start, minutes, kind, titles, interpreters, talks in PROGRAMME:
        at = datetime.combine(edition.starts_on, time.fromisoformat(start), tzinfo=ZoneInfo(edition.zone))
        session = services.save_session(
            edition=edition, room=rooms[room], starts_at=at, minutes=minutes, kind=kind, interpreters=interpreters,
            by=by, **_texts("title", titles),
        )  # fmt: skip
        for length, language, names in talks:
            services.save_talk(
                session=session, minutes=length, language=language, needs_interpreter=True,
                speakers=_sample_speakers(language), by=by, **_texts("title", names),
            )  # fmt: skip


def _sample_speakers(language):
    """The people of two sample accounts: nobody else is invented, and nobody real is said to speak."""
    email, side = SPEAKERS[language]
    person = Person.objects.filter(user__email=email).first()
    sample = {"title_ko": "발표자(예시)", "title_ja": "発表者(見本)", "title_en": "Speaker (sample)"}
    return [{"person": person, "side": side, **sample}] if person else []


def _add_tasks(edition, owner, by):
    for days, side, shared, title_ko, title_ja in TASKS:
        services.save_task(
            edition=edition, days=days, side=side, is_shared=shared, title_ko=title_ko, title_ja=title_ja,
            owner=owner if side == Side.OURS else None, by=by,
        )  # fmt: skip
    for task in edition.tasks.order_by("days")[:DONE]:
        services.complete_task(task=task, by=by)


def _add_people(edition, by):
    for number in range(1, PEOPLE + 1):
        for side in Side:
            _register(edition, side, number, by)


def _register(edition, side, number, by):
    ours = side == Side.OURS
    sample, read = ("[예시] 참가자", "[見本] 参加者") if ours else ("[見本] 参加者", "[예시] 참가자")
    firm, firm_read = ("[예시] 가나정밀", "[見本] カナ精密") if ours else ("[見本] サンプル製作所", "[예시] 샘플제작소")
    services.register(
        edition=edition, side=side, submission=UUID(uid(f"forum/2026/{side}/{number}")), origin=Origin.STAFF, by=by,
        name=f"{sample} {number}", name_other=f"{read} {number}", company=firm, company_other=firm_read,
        title="과장(예시)" if ours else "課長(見本)", title_other="課長(見本)" if ours else "과장(예시)",
        language="ko" if ours else "ja", needs_interpreter=number % 3 == 0,
        diet=Diet.VEGETARIAN if number % 7 == 0 else Diet.NONE, is_sample=True,
    )  # fmt: skip
