"""The Tokyo trip of July 2024 as a whole-trip document: the facts of its result report."""

from exchange.demo.uids import uid

SEOUL, TOKYO = "Asia/Seoul", "Asia/Tokyo"
GIMPO = {"code": "GMP", "ko": "김포", "ja": "金浦", "zone": SEOUL}
HANEDA = {"code": "HND", "ko": "하네다", "ja": "羽田", "zone": TOKYO}
DELEGATES = [
    ("gwon-hyeokhong", "수석부회장", "首席副会長"),
    ("kim-dongu", "부회장", "副会長"),
    ("kim-seogwon", "부회장", "副会長"),
]


def _delegate(group, person, title_ko, title_ja):
    return {"group": group, "person": person and uid(person), "title_ko": title_ko, "title_ja": title_ja}


def _leg(direction, number, origin, destination, *, departs_at, arrives_at):
    ends = {"origin": origin, "destination": destination}
    named = {f"{end}_{name}": value for end, place in ends.items() for name, value in place.items()}
    return {
        "mode": "flight", "direction": direction, "number": number, "departs_at": departs_at, "arrives_at": arrives_at,
        **named,
    }  # fmt: skip


def _item(day, starts, kind, *titles, meeting, who):
    return {
        "day": day, "starts": starts, "zone": TOKYO, "kind": kind, "title_ko": titles[0], "title_ja": titles[1],
        "meeting": uid(meeting), "delegates": who,
    }  # fmt: skip


def _there(body, person, title_ko, title_ja):
    side = "ours" if body == "kbiz" else "counterpart"
    return {
        "side": side, "person": person and uid(person), "title_ko": title_ko, "title_ja": title_ja,
        "organization": uid(body),
    }  # fmt: skip


def _point(level, text_ko, text_ja, kind="information"):
    return {"level": level, "text_ko": text_ko, "text_ja": text_ja, "kind": kind}


LEADING, OFFICIAL = [0, 1, 2, 3], 4  # places among the trip's delegates
LEADERS = [_there("kbiz", None, "회장님", "会長"), *(_there("kbiz", *row) for row in DELEGATES)]

SIGNING = {
    "uid": uid("tokyo-2024/signing"),
    "title_ko": "일본 전국중소기업단체중앙회와 업무협약 및 친선교류 만찬",
    "title_ja": "全国中小企業団体中央会との業務協約(MOU)締結および親善交流夕食会",
    "starts_at": "2024-07-18T13:30:00+09:00",
    "zone": TOKYO,
    "country": "JP",
    "venue_ko": "일본 중소기업단체중앙회(6층)",
    "venue_ja": "全国中小企業団体中央会(6階)",
    "counterparts": [uid("nfsba")],
    "state": "held",
    "attendances": [
        *LEADERS,
        _there("nfsba", "mori-hiroshi", "회장", "会長"),
        _there("nfsba", "sato-tetsuya", "전무이사", "専務理事"),
        _there("nfsba", "oigawa-masaru", "상무이사", "常務理事"),
        _there("nfsba", "tagami-hiromichi", "사무국장", "事務局長"),
    ],
    "points": [
        _point(0, "중소기업 단체 간 교류확대", "中小企業団体間の交流拡大"),
        _point(
            1, "매년 한국과 일본을 오가며 정책포럼 합동 개최하는 ‘셔틀교류’ 약속",
            "毎年、韓国と日本で交互に政策フォーラムを共同開催する「シャトル交流」を約束", "agreement",
        ),
        _point(
            1, "모리 히로시 회장 「중소기업 리더스포럼」에 초청",
            "森 洋 会長を「中小企業リーダーズフォーラム」に招待", "task",
        ),
        _point(0, "공급망 발전을 위한 중소기업 간 교류 지원", "サプライチェーンの発展に向けた中小企業間交流の支援"),
        _point(
            1,
            "한국이 강점 갖는 IT, 반도체 제조기술 분야에서 일본과 교류 협력한다면"
            " 양국 국익과 중소기업 발전에 큰 도움 될 것",
            "韓国が強みを持つIT・半導体製造技術の分野で日本との交流・協力が進めば、"
            "両国の国益と中小企業の発展に大きく寄与するものと期待",
        ),
        _point(0, "중소기업 정책·정보교환 확대", "中小企業政策に関する情報交換の拡大"),
        _point(
            1, "인력난·경영애로 해소 등 중소기업 지원 정책 및 사례 공유",
            "人手不足や経営上の課題の解消など、中小企業支援の政策と事例を共有", "agreement",
        ),
    ],
}  # fmt: skip

SMRJ_TALK = {
    "uid": uid("tokyo-2024/smrj"),
    "title_ko": "일본 중소기업기반정비기구 간담",
    "title_ja": "中小企業基盤整備機構との懇談",
    "starts_at": "2024-07-19T12:00:00+09:00",
    "zone": TOKYO,
    "country": "JP",
    "venue_ko": "일본 도쿄도 미나토구 인근",
    "venue_ja": "東京都港区周辺",
    "summary_ko": "한일 중소기업 정책교류 관련 협력 방안 논의",
    "summary_ja": "日韓の中小企業政策交流に関する協力策を協議",
    "counterparts": [uid("smrj")],
    "state": "held",
    "attendances": [
        _there("kbiz", "kim-cheolu", "통상정책실장", "通商政策室長"),
        _there("smrj", "soma-hirohisa", "국제교류센터장", "国際交流センター長"),
    ],
    "points": [
        _point(
            0, "단체중앙회와 업무협약 통한 민간 ‘셔틀경제 교류’ 의의 설명",
            "全国中央会との業務協約を通じた民間「シャトル経済交流」の意義を説明",
        ),
        _point(
            0, "중소기업 간 협업, 정책 교류 등에 대한 정비기구 차원에 지원 당부",
            "中小企業間の協業や政策交流などについて、機構としての支援を要請", "request",
        ),
        _point(
            0, "정기적인 회의를 통한 상호 의견 교환하기로 합의",
            "定期的な会議を通じて相互に意見交換を行うことで合意", "agreement",
        ),
    ],
}  # fmt: skip

AMBASSADORS_TALK = {
    "uid": uid("tokyo-2024/ambassadors"),
    "title_ko": "해외민간대사 간담",
    "title_ja": "海外民間大使との懇談",
    "starts_at": "2024-07-19T17:00:00+09:00",
    "zone": TOKYO,
    "country": "JP",
    "venue_ko": "일본 도쿄도 신주쿠 인근",
    "venue_ja": "東京都新宿区周辺",
    "summary_ko": "한·일 ‘셔틀 경제교류’ 활성화를 위한 해외민간대사 역할 논의, 민간대사 격려 및 환담",
    "summary_ja": "日韓「シャトル経済交流」の活性化に向けた海外民間大使の役割を協議、民間大使の激励および歓談",
    "state": "held",
    "attendances": [
        *LEADERS,
        _there("kbiz", "jeon-huibae", "해외민간대사", "海外民間大使"),
        _there("kbiz", "gwak-geunnam", "해외민간대사", "海外民間大使"),
    ],
    "points": [
        _point(
            0, "일본 내 한국 중소기업 네트워크 구축과 한국 중소기업의 일본 진출·교류를 위한 지원 당부",
            "日本における韓国中小企業ネットワークの構築、ならびに韓国中小企業の日本進出・交流への支援を要請", "request",
        ),
        _point(
            0,
            "중기중앙회, 단체중앙회와의 업무협약을 바탕으로 일본 해외민간대사와 협력하여"
            " 정기적인 한일 교류행사 추진 검토",
            "両中央会の業務協約を基に、日本の海外民間大使と協力し、定期的な日韓交流行事の開催を検討", "task",
        ),
        _point(
            0, "일본 해외민간대사, 중소기업 해외 교류 촉진 우수 사례가 되도록 노력할 것",
            "日本の海外民間大使は、中小企業の海外交流促進の優良事例となるよう尽力",
        ),
    ],
}  # fmt: skip

TRIP = {
    "slug": "tokyo-2024",
    "title_ko": "「중소기업 대표단」 일본 파견",
    "title_ja": "「中小企業代表団」日本派遣",
    "direction": "outbound",
    "purpose_ko": "한일 양국 대표 중소기업 단체 간 협력 확대 방안 논의",
    "purpose_ja": "日韓両国を代表する中小企業団体間の協力拡大策に関する協議",
    "starts_on": "2024-07-17",
    "ends_on": "2024-07-20",
    "country": "JP",
    "place_ko": "일본 도쿄",
    "place_ja": "日本・東京",
    "department_ko": "통상정책실",
    "department_ja": "通商政策室",
    "report_dated_on": "2024-08-01",
    "delegates": [
        _delegate("leadership", None, "중앙회장", "会長"),
        *(_delegate("leadership", *row) for row in DELEGATES),
        _delegate("staff", "kim-cheolu", "실장", "室長"),
        _delegate("staff", "gang-jicheol", "부부장", "副部長"),
    ],
    "legs": [
        _leg("outward", "KE2103", GIMPO, HANEDA, departs_at="2024-07-17T16:10", arrives_at="2024-07-17T18:30"),
        _leg("homeward", "KE2102", HANEDA, GIMPO, departs_at="2024-07-20T12:30", arrives_at="2024-07-20T14:50"),
    ],
    "items": [
        _item(
            "2024-07-18", "13:30", "ceremony", "단체중앙회 업무협약", "全国中小企業団体中央会との業務協約(MOU)締結",
            meeting="tokyo-2024/signing", who=LEADING,
        ),
        _item(
            "2024-07-18", "18:00", "meal", "친선 교류 만찬", "親善交流夕食会",
            meeting="tokyo-2024/signing", who=LEADING,
        ),
        _item(
            "2024-07-19", "12:00", "meeting", "일본 중소기업기반정비기구 간담", "中小企業基盤整備機構との懇談",
            meeting="tokyo-2024/smrj", who=[OFFICIAL],
        ),
        _item(
            "2024-07-19", "17:00", "meeting", "현지 기업인과의 간담", "現地企業家との懇談",
            meeting="tokyo-2024/ambassadors", who=LEADING,
        ),
    ],
    "clippings": [
        {
            "outlet": "서울경제", "published_on": "2024-07-19", "page": "A17", "author": "노현섭",
            "headline": "韓·日 중기중앙회 맞손 기업 ‘소통다리’ 놓는다",
        },
        {
            "outlet": "매일경제", "published_on": "2024-07-19", "page": "A17", "author": "김동은",
            "headline": "“공급망 재편 일본과 공동 대응” 한일 중소기업 ‘셔틀교류’ 확대",
        },
        {
            "outlet": "", "published_on": "2024-07-19", "page": "", "author": "류정",
            "headline": "韓·日 300만 중소기업 첫 ‘셔틀 교류’ 나선다",
        },
    ],
}  # fmt: skip

PHOTOS = [  # meeting, scene, captions
    (SIGNING, "signing", "업무협약 서명", "業務協約書への署名"),
    (SIGNING, "group", "양 단체 대표단 기념촬영", "両団体代表団の記念撮影"),
    (SIGNING, "dinner", "친선 교류 만찬", "親善交流夕食会"),
    (SIGNING, "room", "정책교류 환담", "政策交流に関する懇談"),
    (SMRJ_TALK, "table", "중소기업기반정비기구 간담", "中小企業基盤整備機構との懇談"),
    (AMBASSADORS_TALK, "round", "해외민간대사 간담", "海外民間大使との懇談"),
]
MEETINGS = [SIGNING, SMRJ_TALK, AMBASSADORS_TALK]
