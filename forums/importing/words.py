"""What people write over and into the columns of a list, in Korean, Japanese and English, whatever the page's language.

The first word of a field is what the template writes; among columns of one field the earlier word wins.
"""

from exchange.core.search import normalise

FIELDS = {
    "name": (
        "이름", "성명", "성함", "참가자", "참가자명", "참석자", "참석자명",
        "氏名", "お名前", "名前", "参加者", "参加者名", "参加者氏名", "出席者",
        "Name", "Full name", "Participant", "Participant name", "Attendee",
    ),
    "family": ("성", "姓", "Family name", "Last name", "Surname"),
    "given": ("名", "Given name", "First name"),
    "company": (
        "회사", "회사명", "업체", "업체명", "기업", "기업명", "소속", "소속기관", "기관", "기관명", "단체",
        "단체명", "조합명",
        "회사·단체", "회사·단체명", "소속 회사",
        "会社", "会社名", "企業名", "御社名", "貴社名", "社名", "所属", "所属先", "所属団体", "団体", "団体名",
        "組合名", "勤務先",
        "会社・団体", "会社・団体名", "会社団体名",
        "Company", "Company name", "Organization", "Organisation", "Affiliation", "Institution",
    ),
    "title": (
        "직위", "직책", "직함", "직급", "직위·직책", "役職", "役職名", "肩書", "肩書き", "職位", "職名", "部署・役職",
        "Title", "Job title", "Position",
    ),
    "email": (
        "이메일", "이메일 주소", "전자우편", "메일", "메일 주소", "e메일", "メール", "メールアドレス",
        "Eメール", "電子メール",
        "Email", "E-mail address", "Mail",
    ),
    "phone": (
        "전화", "휴대전화", "휴대폰", "핸드폰", "전화번호", "연락처", "電話", "携帯電話", "携帯", "電話番号",
        "連絡先",
        "Phone", "Mobile", "Phone number", "Telephone", "Tel",
    ),
    "language": ("언어", "사용 언어", "言語", "使用言語", "Language"),
    "needs_interpreter": (
        "통역", "통역 필요", "통역 필요 여부", "통역 여부", "동시통역", "통역 희망",
        "通訳", "通訳要否", "通訳の要否", "通訳の必要", "通訳必要", "通訳希望", "同時通訳",
        "Interpreter", "Interpretation", "Needs interpreter",
    ),
    "diet": (
        "식사", "식단", "음식", "식이", "식사 제한", "가리는 음식", "食事", "お食事", "食事制限", "食事の希望",
        "Diet", "Meal", "Dietary requirements", "Dietary restrictions",
    ),
    "diet_note": ("식사 메모", "알레르기", "食事メモ", "アレルギー", "Diet note", "Allergies", "Allergy"),
}  # fmt: skip
QUALIFIERS = {  # in which letters
    "ko": ("한글", "국문", "한국어", "ハングル", "韓国語", "韓国語表記", "Korean", "Hangul"),
    "ja": ("한자", "일문", "일본어", "漢字", "日本語", "日本語表記", "Japanese", "Kanji"),
    "kana": ("가타카나", "카나", "후리가나", "カタカナ", "カナ", "ふりがな", "フリガナ", "よみ", "読み",
        "Katakana", "Kana"),
    "en": ("영문", "영어", "로마자", "英語", "英文", "英字", "英語表記", "ローマ字", "English", "Roman", "Latin"),
    "other": ("상대가 읽는", "상대가 읽는 이름", "상대 언어", "상대 표기", "相手が読む", "相手の言語",
        "other side", "As read by the other side"),
}  # fmt: skip
NOISE = {"필수", "선택", "必須", "任意", "required", "optional"}  # beside a heading
QUALIFIED = ("name", "company", "title")  # fields of which two forms stand on a badge

YES = (
    "예", "네", "필요", "있음", "유", "희망", "함", "はい", "要", "必要", "有", "有り", "あり", "希望", "希望する",
    "yes", "y", "true", "1", "required", "needed",
)  # fmt: skip
NO = (
    "아니오", "아니요", "불필요", "필요 없음", "없음", "무", "안 함", "いいえ", "不要", "無", "なし", "無し",
    "希望しない", "否",
    "no", "n", "x", "false", "0", "none", "not needed",
)  # fmt: skip
MARKS = {"○": True, "〇": True, "◯": True, "O": True, "o": True, "✓": True, "✔": True, "●": True, "V": True, "v": True}
MARKS |= {"×": False, "✕": False, "-": False, "－": False, "―": False, "ー": False}
LANGUAGES = {
    "ko": ("한국어", "한국말", "한", "韓国語", "Korean", "ko", "kor", "kr"),
    "ja": ("일본어", "일어", "일", "日本語", "Japanese", "ja", "jpn", "jp"),
    "en": ("영어", "영", "英語", "English", "en", "eng"),
}
DIETS = {  # the longer word first: 완전 채식 is not 채식
    "none": ("없음", "가리는 음식 없음", "해당 없음", "보통", "일반", "일반식", "なし", "無し", "特になし", "普通",
             "none", "no", "regular", "n/a"),
    "vegan": ("완전 채식(비건)", "완전 채식", "비건", "ヴィーガン", "ビーガン", "完全菜食", "vegan"),
    "vegetarian": ("채식", "채식주의", "베지테리언", "ベジタリアン", "菜食", "vegetarian"),
    "halal": ("할랄", "할랄식", "이슬람식", "ハラル", "ハラール", "halal"),
    "allergy": ("알레르기", "알러지", "アレルギー", "allergy", "allergies"),
    "other": ("그 밖", "기타", "その他", "other"),
}  # fmt: skip


TEMPLATES = {  # heading of each field, and what may be chosen in it
    "ko": {
        "name": ("이름", ()), "name_other": ("이름(상대가 읽는)", ()), "company": ("회사", ()),
        "company_other": ("회사(상대가 읽는)", ()), "title": ("직위", ()), "title_other": ("직위(상대가 읽는)", ()),
        "email": ("이메일", ()), "phone": ("전화", ()), "language": ("언어", ("한국어", "일본어", "영어")),
        "needs_interpreter": ("통역", ("○", "×")),
        "diet": ("식사", ("없음", "채식", "완전 채식(비건)", "할랄", "알레르기",
            "기타")), "diet_note": ("식사 메모", ()),
    },
    "ja": {
        "name": ("氏名", ()), "name_other": ("氏名(相手が読む)", ()), "company": ("会社名", ()),
        "company_other": ("会社名(相手が読む)", ()), "title": ("役職", ()), "title_other": ("役職(相手が読む)", ()),
        "email": ("メール", ()), "phone": ("電話", ()), "language": ("言語", ("日本語", "韓国語", "英語")),
        "needs_interpreter": ("通訳", ("○", "×")),
        "diet": ("食事", ("なし", "ベジタリアン", "ヴィーガン", "ハラール", "アレルギー", "その他")),
        "diet_note": ("食事メモ", ()),
    },
    "en": {
        "name": ("Name", ()), "name_other": ("Name (other side)", ()), "company": ("Company", ()),
        "company_other": ("Company (other side)", ()), "title": ("Title",
            ()), "title_other": ("Title (other side)", ()),
        "email": ("Email", ()), "phone": ("Phone", ()), "language": ("Language", ("English", "Korean", "Japanese")),
        "needs_interpreter": ("Interpreter", ("yes", "no")),
        "diet": ("Diet", ("none", "vegetarian", "vegan", "halal", "allergy",
            "other")), "diet_note": ("Diet note", ()),
    },
}  # fmt: skip
SHEET_NAMES = {"ko": "참가자 명단", "ja": "参加者名簿", "en": "Participants"}


def _normalised(words):
    return {normalise(word): (name, rank) for name, many in words.items() for rank, word in enumerate(many)}


HEADINGS, LETTERS = _normalised(FIELDS), _normalised(QUALIFIERS)
SAID = {normalise(word): True for word in YES} | {normalise(word): False for word in NO}
TONGUES = {word: name for word, (name, _rank) in _normalised(LANGUAGES).items()}
MEALS = {word: name for word, (name, _rank) in _normalised(DIETS).items()}
