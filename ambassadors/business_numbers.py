"""Numbers by which a state knows a firm: 사업자등록번호 of Korea (10 digits), 法人番号 of Japan (13 digits)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.jp import cn
from stdnum.kr import brn

KOREAN, JAPANESE = 10, 13
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)  # of the National Tax Service; the package checks the form only


def clean_business_number(text):
    """The digits alone; ValidationError says what is wrong with them."""
    digits = "".join(sign for sign in str(text) if sign.isdecimal() and sign.isascii())
    if len(digits) not in {KOREAN, JAPANESE}:
        raise ValidationError(_("한국의 사업자등록번호 10자리나 일본의 법인번호 13자리를 적어 주세요."), code="length")
    try:
        if len(digits) == JAPANESE:
            return cn.validate(digits)
        brn.validate(digits)
    except NotANumber:
        raise ValidationError(_("없는 번호입니다. 잘못 적은 숫자가 있는지 확인해 주세요."), code="checksum") from None
    if check_digit(digits) != int(digits[-1]):
        raise ValidationError(_("없는 번호입니다. 잘못 적은 숫자가 있는지 확인해 주세요."), code="checksum")
    return digits


def check_digit(digits):
    """The tenth digit that the first nine ask for."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return (10 - (total + int(digits[8]) * WEIGHTS[8] // 10) % 10) % 10


def shown(digits):
    """`107-87-83297`; a Japanese number stands as it is."""
    return brn.format(digits) if len(digits) == KOREAN else digits
