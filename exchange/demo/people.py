"""The people of the trip's report, by their public posts. Posts carry no dates: none is known."""

from exchange.demo.uids import uid


def _person(key, name_ko, kana, *posts, country="KR", **more):
    return {"uid": uid(key), "name_ko": name_ko, "name_kana": kana, "country": country, "posts": list(posts), **more}


def _post(body, title_ko, title_ja):
    return {"organization": uid(body), "title_ko": title_ko, "title_ja": title_ja}


PEOPLE = [
    _person("kim-gimun", "김기문", "キム・ギムン", _post("kbiz", "회장", "会長")),
    _person("gwon-hyeokhong", "권혁홍", "クォン・ヒョクホン", _post("kbiz", "수석부회장", "首席副会長")),
    _person("kim-dongu", "김동우", "キム・ドンウ", _post("kbiz", "부회장", "副会長")),
    _person("kim-seogwon", "김석원", "キム・ソグォン", _post("kbiz", "부회장", "副会長")),
    _person("kim-cheolu", "김철우", "キム・チョルウ", _post("kbiz", "통상정책실장", "通商政策室長")),
    _person("gang-jicheol", "강지철", "カン・ジチョル", _post("kbiz", "부부장", "副部長")),
    _person("jeon-huibae", "전희배", "チョン・ヒベ", _post("kbiz", "해외민간대사", "海外民間大使")),
    _person("gwak-geunnam", "곽근남", "クァク・クンナム", _post("kbiz", "해외민간대사", "海外民間大使")),
    _person(
        "mori-hiroshi", "모리 히로시", "モリ ヒロシ", _post("nfsba", "회장", "会長"),
        country="JP", name_hanja="森 洋", name_latin="Mori Hiroshi",
    ),
    _person(
        "sato-tetsuya", "사토 테츠야", "サトウ テツヤ", _post("nfsba", "전무이사", "専務理事"),
        country="JP", name_latin="Sato Tetsuya",
    ),
    _person(
        "oigawa-masaru", "오이가와 마사루", "オイガワ マサル", _post("nfsba", "상무이사", "常務理事"),
        country="JP", name_latin="Oigawa Masaru", aliases=["오유가와 마사루"],
    ),
    _person(
        "tagami-hiromichi", "타가미 히로미치", "タガミ ヒロミチ", _post("nfsba", "사무국장", "事務局長"),
        country="JP", name_latin="Tagami Hiromichi",
    ),
    _person(
        "soma-hirohisa", "소마 히로히사", "ソウマ ヒロヒサ",
        _post("smrj", "국제교류센터장", "国際交流センター長"),
        country="JP", name_latin="Soma Hirohisa",
    ),
]  # fmt: skip
