"""Faults and doubts of a row in the reader's language; what is stored of them is a code and what stands in the cell."""

from django.utils.translation import gettext_lazy as _

FAULTS = {
    "unnamed": _("이름이 비어 있습니다."),
    "formula": _("수식이 있습니다. 값으로 바꾸어 주세요."),
    "error": _("‘{said}’ 오류가 있는 칸입니다. 값으로 바꾸어 주세요."),
    "date": _("날짜로 저장된 칸입니다. 글자로 바꾸어 주세요."),
    "merged": _("합쳐진 칸입니다. 셀을 나누고 행마다 적어 주세요."),
    "long": _("{said}자를 넘습니다."),
    "email": _("‘{said}’은(는) 이메일 주소가 아닙니다."),
    "phone": _("‘{said}’: 전화번호는 숫자와 +, -, ( ), 내선 # 으로 적습니다."),
    "language": _("‘{said}’: 언어는 한국어, 일본어, 영어 가운데 하나로 적습니다."),
    "interpreter": _("‘{said}’: 통역은 ○ 또는 ×, 예 또는 아니오로 적습니다."),
    "twice": _("같은 이메일이 {said}행에도 있습니다."),
    "hidden": _("숨긴 행입니다."),
    "phone_number": _("숫자로 저장되어 앞의 0이 빠졌을 수 있습니다: {said}"),
    "twin": _("{said}행과 이름·회사가 같습니다."),
    "other_side": _("다른 편으로 이미 등록되어 있습니다. 고치더라도 편은 그대로 둡니다."),
}  # fmt: skip


def said_of(fault):
    """`C5: …`, as a person would say where and what."""
    cell, code, said = fault
    text = str(FAULTS[code]).format(said=said)
    return f"{cell}: {text}" if cell else text
