from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Region(TextChoices):
    """Each has one chair at a time."""

    NORTHEAST_ASIA = "northeast_asia", _("동북아시아")
    SOUTHEAST_ASIA = "southeast_asia", _("동남아시아")
    SOUTH_ASIA = "south_asia", _("서남아시아")
    CENTRAL_ASIA = "central_asia", _("중앙아시아·러시아")
    MIDDLE_EAST = "middle_east", _("중동")
    EUROPE = "europe", _("유럽")
    NORTH_AMERICA = "north_america", _("북미")
    LATIN_AMERICA = "latin_america", _("중남미")
    OCEANIA = "oceania", _("오세아니아")
    AFRICA = "africa", _("아프리카")


class Topic(TextChoices):
    """What is advised on; the fields of SBA form 641 that fit a private ambassador."""

    MARKET = "market", _("시장 동향")
    LAW = "law", _("법과 제도")
    COMPANY = "company", _("현지법인")
    CERTIFICATION = "certification", _("인증")
    CHANNELS = "channels", _("판로")
    PEOPLE = "people", _("인력")
    CONTRACTS = "contracts", _("계약과 분쟁")
    INTRODUCTIONS = "introductions", pgettext_lazy("자문", "소개")


class Industry(TextChoices):
    """Coarse on purpose: an anonymised case names nothing finer."""

    FOOD = "food", _("식품")
    COSMETICS = "cosmetics", _("화장품·생활용품")
    TEXTILES = "textiles", _("섬유·패션")
    CHEMICALS = "chemicals", _("화학·소재")
    METALS = "metals", _("금속·금형")
    MACHINERY = "machinery", _("기계·부품")
    ELECTRONICS = "electronics", _("전기·전자")
    MEDICAL = "medical", _("의료·바이오")
    CONSTRUCTION = "construction", _("건설·환경")
    SOFTWARE = "software", _("정보통신·콘텐츠")
    DISTRIBUTION = "distribution", _("유통·물류")
    SERVICES = "services", _("서비스")
    OTHER = "other", pgettext_lazy("업종", "그 밖")


class FirmSize(TextChoices):
    """As the Framework Act on Small and Medium Enterprises divides them."""

    MICRO = "micro", _("소상공인")
    SMALL = "small", _("소기업")
    MEDIUM = "medium", _("중기업")


class Tongue(TextChoices):
    """Languages in which an ambassador advises."""

    KO = "ko", _("한국어")
    JA = "ja", _("일본어")
    EN = "en", _("영어")
    ZH = "zh", _("중국어")
    VI = "vi", _("베트남어")
    TH = "th", _("태국어")
    ID = "id", _("인도네시아어")
    MS = "ms", _("말레이어")
    MN = "mn", _("몽골어")
    HI = "hi", _("힌디어")
    RU = "ru", _("러시아어")
    UZ = "uz", _("우즈베크어")
    KK = "kk", _("카자흐어")
    AR = "ar", _("아랍어")
    TR = "tr", _("튀르키예어")
    DE = "de", _("독일어")
    FR = "fr", _("프랑스어")
    IT = "it", _("이탈리아어")
    ES = "es", _("스페인어")
    PT = "pt", _("포르투갈어")
    NL = "nl", _("네덜란드어")
    PL = "pl", _("폴란드어")
    CS = "cs", _("체코어")
    HU = "hu", _("헝가리어")


class ExpertiseKind(TextChoices):
    LANGUAGE = "language", pgettext_lazy("자문", "언어")
    INDUSTRY = "industry", _("업종")
    TOPIC = "topic", _("자문 분야")


class Standing(TextChoices):
    """What an ambassador is today; follows from the terms."""

    SERVING = "serving", pgettext_lazy("민간대사", "재임")
    PAUSED = "paused", pgettext_lazy("민간대사", "쉬는 중")
    APPOINTED = "appointed", pgettext_lazy("민간대사", "위촉 예정")
    FORMER = "former", pgettext_lazy("민간대사", "임기 끝남")


class Decision(TextChoices):
    """About the next term."""

    OPEN = "open", pgettext_lazy("재위촉", "미정")
    RENEW = "renew", pgettext_lazy("재위촉", "재위촉")
    RETIRE = "retire", pgettext_lazy("재위촉", "위촉 종료")


class RequestState(TextChoices):
    RECEIVED = "received", pgettext_lazy("자문 신청", "접수")
    ASSIGNED = "assigned", pgettext_lazy("자문 신청", "배정")
    ACCEPTED = "accepted", pgettext_lazy("자문 신청", "수락")
    CLOSED = "closed", pgettext_lazy("자문 신청", "종료")
    REJECTED = "rejected", pgettext_lazy("자문 신청", "반려")
    WITHDRAWN = "withdrawn", pgettext_lazy("자문 신청", "취소")


class AssignmentAnswer(TextChoices):
    OPEN = "open", pgettext_lazy("배정", "답 기다림")
    ACCEPTED = "accepted", pgettext_lazy("배정", "수락")
    DECLINED = "declined", pgettext_lazy("배정", "사양")
    EXPIRED = "expired", pgettext_lazy("배정", "답 없음")
    TAKEN_BACK = "taken_back", pgettext_lazy("배정", "배정 취소")


class Mode(TextChoices):
    IN_PERSON = "in_person", pgettext_lazy("자문", "대면")
    VIDEO = "video", pgettext_lazy("자문", "화상")
    PHONE = "phone", pgettext_lazy("자문", "전화")
    EMAIL = "email", pgettext_lazy("자문", "이메일")
    PREPARATION = "preparation", pgettext_lazy("자문", "준비만")


class SessionState(TextChoices):
    DRAFT = "draft", pgettext_lazy("자문 일지", "쓰는 중")
    SUBMITTED = "submitted", pgettext_lazy("자문 일지", "확인 기다림")
    DISPUTED = "disputed", pgettext_lazy("자문 일지", "이의")
    CONFIRMED = "confirmed", pgettext_lazy("자문 일지", "기업 확인")
    CHECKED = "checked", pgettext_lazy("자문 일지", "검토 마침")


class Satisfaction(IntegerChoices):
    VERY_GOOD = 5, pgettext_lazy("만족도", "매우 도움됨")
    GOOD = 4, pgettext_lazy("만족도", "도움됨")
    FAIR = 3, pgettext_lazy("만족도", "보통")
    POOR = 2, pgettext_lazy("만족도", "아쉬움")
    VERY_POOR = 1, pgettext_lazy("만족도", "도움 안 됨")


class OutcomeKind(TextChoices):
    """What came of a session, also long after it."""

    INTRODUCTION = "introduction", pgettext_lazy("자문 성과", "소개한 사람·기관")
    REFERRAL = "referral", pgettext_lazy("자문 성과", "다른 기관 안내")
    CONTRACT = "contract", pgettext_lazy("자문 성과", "계약·수출")
    COMPANY = "company", pgettext_lazy("자문 성과", "현지법인 설립")
    OTHER = "other", pgettext_lazy("자문 성과", "그 밖의 성과")
