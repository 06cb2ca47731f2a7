"""The organisations of the exchange and their dated figures, as the press of July 2024 gave them."""

from exchange.demo.uids import uid

SEOUL_ECONOMIC_DAILY = "서울경제 2024-07-19 A17면"
UNKNOWN_OUTLET = "언론 보도(매체 미상) 2024-07-19"


def _figure(label, value, source, *, is_approximate=True):
    return {
        "label": label, "value": value, "is_approximate": is_approximate, "as_of": "2024-07-19", "source": source,
    }  # fmt: skip


ORGANIZATIONS = [
    {
        "uid": uid("kbiz"),
        "name_ko": "중소기업중앙회",
        "name_ja": "韓国中小企業中央会",
        "name_en": "Korea Federation of SMEs",
        "short_name_ko": "중기중앙회",
        "short_name_en": "KBIZ",
        "aliases": ["KBIZ 중소기업중앙회", "한국 중소기업중앙회"],
        "kind": "federation",
        "country": "KR",
        "founded_on": "1962-05-14",
        "figures": [
            _figure("회원 협동조합·단체", 937, UNKNOWN_OUTLET, is_approximate=False),
            _figure("소속 중소기업", 700_000, UNKNOWN_OUTLET),
        ],
    },
    {
        "uid": uid("nfsba"),
        "name_ko": "일본 전국중소기업단체중앙회",
        "name_ja": "全国中小企業団体中央会",
        "name_en": "National Federation of Small Business Associations",
        "short_name_ko": "단체중앙회",
        "short_name_ja": "全国中央会",
        "short_name_en": "NFSBA",
        "aliases": ["전국중소기업단체중앙회", "일본 중소기업단체중앙회"],
        "kind": "federation",
        "country": "JP",
        "founded_on": "1956-04-10",
        "address": "東京都中央区新川1-26-19",
        "figures": [
            _figure("회원 협회·단체", 27_000, SEOUL_ECONOMIC_DAILY),
            _figure("소속 중소기업", 2_240_000, SEOUL_ECONOMIC_DAILY),
        ],
    },
    {
        "uid": uid("smrj"),
        "name_ko": "중소기업기반정비기구",
        "name_ja": "中小企業基盤整備機構",
        "name_en": "Organization for Small & Medium Enterprises and Regional Innovation, JAPAN",
        "short_name_ko": "정비기구",
        "short_name_ja": "中小機構",
        "short_name_en": "SMRJ",
        "aliases": ["일본 중소기업기반정비기구", "중소기업기본정비기구", "기반정비기구", "기본정비기구"],
        "kind": "agency",
        "country": "JP",
        "figures": [],
    },
]
