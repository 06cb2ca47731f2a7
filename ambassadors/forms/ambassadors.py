"""What staff write of an ambassador, and what he may change of himself."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambassadors.capitals import ZONE_OF
from ambassadors.enums import ExpertiseKind, Industry, Tongue, Topic
from ambassadors.models import Ambassador, Term
from ambassadors.regions import REGION_OF
from exchange.core import content
from exchange.core.forms import Chips, ZoneField
from exchange.directory.fields import ChoosingForm, PersonChoiceField
from exchange.meetings import images

SKILLS = {
    "languages": (ExpertiseKind.LANGUAGE, Tongue),
    "industries": (ExpertiseKind.INDUSTRY, Industry),
    "topics": (ExpertiseKind.TOPIC, Topic),
}
TALLER = {name: forms.Textarea({"rows": 4}) for name in ("profile_ko", "profile_ja", "profile_en")}


def _several(label, enum):
    return forms.MultipleChoiceField(label=label, choices=enum.choices, required=False, widget=Chips)


class ProfileForm(forms.ModelForm):
    languages = _several(_("자문하는 언어"), Tongue)
    topics = _several(_("자문 분야"), Topic)
    industries = _several(_("잘 아는 업종"), Industry)
    photo = forms.FileField(
        label=_("사진"), required=False, widget=forms.FileInput({"accept": "image/*"}),
        help_text=_("JPEG, PNG, WebP, HEIC 사진을 올립니다. 위치 정보는 지우고 저장합니다."),
    )  # fmt: skip
    drops_photo = forms.BooleanField(label=_("지금 사진 지우기"), required=False)

    class Meta:
        model = Ambassador
        fields = [
            "city_ko", "city_ja", "city_en", "capacity", "paused_until", "profile_ko", "profile_ja", "profile_en",
        ]  # fmt: skip
        widgets = TALLER

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            known = list(self.instance.expertise.all())
            for name, (kind, _enum) in SKILLS.items():
                self.initial[name] = [each.code for each in known if each.kind == kind]
        if not self.instance.photo_sha256:
            del self.fields["drops_photo"]

    def clean_photo(self):
        """The copies are made when all else may be right: a file that is no picture is said at the field."""
        upload = self.cleaned_data.get("photo")
        return images.prepare(upload) if upload else None

    def facts(self):
        """What create_ambassador and change_ambassador take."""
        facts = dict(self.cleaned_data)
        picture, drops = facts.pop("photo"), facts.pop("drops_photo", False)
        facts["expertise"] = [(kind, code) for name, (kind, _enum) in SKILLS.items() for code in facts.pop(name)]
        if picture:
            facts |= {
                "photo_sha256": content.store(picture.print_copy),
                "thumbnail_sha256": content.store(picture.thumbnail),
            }
        elif drops:
            facts |= {"photo_sha256": "", "thumbnail_sha256": ""}
        return facts


class AmbassadorForm(ProfileForm):
    zone = ZoneField(label=Ambassador._meta.get_field("zone").verbose_name)

    class Meta(ProfileForm.Meta):
        fields = ["country", "region", "is_regional_chair", "zone", *ProfileForm.Meta.fields]


class NewAmbassadorForm(ChoosingForm, AmbassadorForm):
    person = PersonChoiceField(
        label=pgettext_lazy("하나", "인물"),
        help_text=_("인물 명부에서 고릅니다. 없으면 이름을 적고 ‘새로 등록’을 누릅니다."),
    )
    zone = ZoneField(
        label=Ambassador._meta.get_field("zone").verbose_name, required=False, nothing=_("그 나라 수도의 시각")
    )
    field_order = ["person"]

    class Meta(AmbassadorForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].required = False
        self.fields["region"].help_text = _("비워 두면 나라에 따라 정합니다.")

    def clean(self):
        cleaned = super().clean()
        if country := cleaned.get("country"):
            cleaned["zone"] = cleaned.get("zone") or ZONE_OF[country]
            cleaned["region"] = cleaned.get("region") or REGION_OF[country]
        return cleaned

    def clean_person(self):
        person = self.cleaned_data["person"]
        if Ambassador.objects.filter(person=person).exists():
            raise ValidationError(_("이미 해외민간대사로 등록된 인물입니다."), code="twice")
        return person


class NewTermForm(forms.ModelForm):
    """The end follows from the beginning unless it is given."""

    class Meta:
        model = Term
        fields = ["starts_on", "ends_on", "certificate_number"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        self.fields["ends_on"].help_text = _("비워 두면 시작일부터 2년입니다.")

    def _post_clean(self):
        """The service fills in the number and checks the whole row."""


class TermForm(forms.ModelForm):
    class Meta:
        model = Term
        fields = ["starts_on", "ends_on", "certificate_number", "ended_reason"]
