from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganizationKind(TextChoices):
    FEDERATION = "federation", _("중앙회·연합회")
    COOPERATIVE = "cooperative", _("협동조합·단체")
    AGENCY = "agency", _("공공기관")
    GOVERNMENT = "government", _("정부·지자체")
    COMPANY = "company", _("기업")
    OTHER = "other", _("그 밖")


class Country(TextChoices):
    """The countries of the exchange and of the ambassadors met so far; more are added as they come."""

    KR = "KR", _("한국")
    JP = "JP", _("일본")
    CN = "CN", _("중국")
    VN = "VN", _("베트남")
    US = "US", _("미국")
    DE = "DE", _("독일")
