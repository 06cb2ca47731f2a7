"""Cities that firms ask about: typed in any of our languages, shown to each reader in his own."""

from functools import cache

from django.conf import settings
from django.utils.translation import override, pgettext_lazy

from exchange.core.languages import in_language, once_a_language, reader

CITIES = [
    pgettext_lazy("도시", "서울"),
    pgettext_lazy("도시", "도쿄"),
    pgettext_lazy("도시", "오사카"),
    pgettext_lazy("도시", "나고야"),
    pgettext_lazy("도시", "후쿠오카"),
    pgettext_lazy("도시", "베이징"),
    pgettext_lazy("도시", "상하이"),
    pgettext_lazy("도시", "칭다오"),
    pgettext_lazy("도시", "광저우"),
    pgettext_lazy("도시", "선전"),
    pgettext_lazy("도시", "타이베이"),
    pgettext_lazy("도시", "홍콩"),
    pgettext_lazy("도시", "울란바토르"),
    pgettext_lazy("도시", "하노이"),
    pgettext_lazy("도시", "호찌민"),
    pgettext_lazy("도시", "다낭"),
    pgettext_lazy("도시", "하이퐁"),
    pgettext_lazy("도시", "프놈펜"),
    pgettext_lazy("도시", "비엔티안"),
    pgettext_lazy("도시", "양곤"),
    pgettext_lazy("도시", "방콕"),
    pgettext_lazy("도시", "쿠알라룸푸르"),
    pgettext_lazy("도시", "싱가포르"),
    pgettext_lazy("도시", "자카르타"),
    pgettext_lazy("도시", "마닐라"),
    pgettext_lazy("도시", "뉴델리"),
    pgettext_lazy("도시", "뭄바이"),
    pgettext_lazy("도시", "첸나이"),
    pgettext_lazy("도시", "다카"),
    pgettext_lazy("도시", "타슈켄트"),
    pgettext_lazy("도시", "알마티"),
    pgettext_lazy("도시", "두바이"),
    pgettext_lazy("도시", "리야드"),
    pgettext_lazy("도시", "카이로"),
    pgettext_lazy("도시", "요하네스버그"),
    pgettext_lazy("도시", "이스탄불"),
    pgettext_lazy("도시", "런던"),
    pgettext_lazy("도시", "베를린"),
    pgettext_lazy("도시", "프랑크푸르트"),
    pgettext_lazy("도시", "파리"),
    pgettext_lazy("도시", "로마"),
    pgettext_lazy("도시", "밀라노"),
    pgettext_lazy("도시", "마드리드"),
    pgettext_lazy("도시", "암스테르담"),
    pgettext_lazy("도시", "바르샤바"),
    pgettext_lazy("도시", "프라하"),
    pgettext_lazy("도시", "부다페스트"),
    pgettext_lazy("도시", "모스크바"),
    pgettext_lazy("도시", "뉴욕"),
    pgettext_lazy("도시", "로스앤젤레스"),
    pgettext_lazy("도시", "시카고"),
    pgettext_lazy("도시", "애틀랜타"),
    pgettext_lazy("도시", "토론토"),
    pgettext_lazy("도시", "멕시코시티"),
    pgettext_lazy("도시", "상파울루"),
    pgettext_lazy("도시", "산티아고"),
    pgettext_lazy("도시", "부에노스아이레스"),
    pgettext_lazy("도시", "시드니"),
    pgettext_lazy("도시", "멜버른"),
    pgettext_lazy("도시", "오클랜드"),
]


def local_city(typed, reads=None):
    """In the reader's language where we know the city; else as it was typed."""
    number = _spellings().get(typed.strip().casefold())
    return typed if number is None else _names(reads or reader())[number]


def city_of(ambassador, reads=None):
    """Also where it was never written in the reader's language."""
    return local_city(in_language(ambassador, "city", reads)[0], reads)


@cache
def _spellings():
    """{a name in one of our languages: its place in the list}"""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(name).casefold(): number for number, name in enumerate(CITIES)}
    return found


@once_a_language
def _names():
    return [str(name) for name in CITIES]
