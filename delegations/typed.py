"""Words that people type, in Korean or Japanese, whatever the language of the page is."""

import re

from delegations.enums import ItemKind

AIRPORT = re.compile(r"(국제)?공항$|(国際)?空港$|[\s/]*(International|Intl\.?)?\s*Airport$", re.IGNORECASE)
AIRPORT_WORDS = ("공항", "空港", "airport")
ROOM = re.compile(r"[\d-]+\s*(층|호실|호|階|号室|号|F\b)", re.IGNORECASE)
PARTICLE = re.compile(r"(?:과의|와의|에서|으로|과|와|의|은|는|을|를|と|の)$")
HANGUL = re.compile("[가-힣]")
FROM_TO = re.compile(r"\s*[-~–〜～]\s*")
KINDS = (
    (ItemKind.MEAL, ("오찬", "만찬", "조찬", "식사", "昼食", "夕食", "会食", "朝食")),
    (ItemKind.MEETING, ("면담", "간담", "회의", "미팅", "협의", "面談", "懇談", "会議")),
    (ItemKind.CEREMONY, ("협약", "포럼", "행사", "세미나", "개막", "개회", "기념", "협정", "協約", "式", "フォーラム")),
    (ItemKind.VISIT, ("방문", "시찰", "견학", "참관", "訪問", "視察", "見学")),
    (ItemKind.MOVE, ("이동", "출발", "도착", "집결", "체크인", "체크아웃", "移動", "出発", "到着", "集合")),
)


def guess_kind(title):
    """What the words of a title say about an entry; 그 밖 when they say nothing."""
    return next((kind for kind, words in KINDS if any(word in title for word in words)), ItemKind.OTHER)
