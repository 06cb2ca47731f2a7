"""A list of people to invite, typed or pasted: a line each."""

import re
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.accounts.enums import Language
from exchange.core.forms import OneChip
from exchange.meetings.enums import Side
from exchange.privacy.doors import validate_plain_line
from forums.models import Invitation
from forums.sides import SIDES

MOST_LINES = 500
_BETWEEN = re.compile(r"\s*[\t,;、，；]\s*")
COLUMNS = ("name", "company", "title")


@dataclass
class Guest:
    """One line: who it names, and what is wrong with it."""

    number: int
    facts: dict
    errors: list = field(default_factory=list)
    note: str = ""  # why nobody writes to this one although nothing is wrong


class InviteForm(forms.Form):
    side = forms.ChoiceField(label=gettext_lazy("편"), choices=SIDES, widget=OneChip)
    language = forms.ChoiceField(
        label=gettext_lazy("초청장의 언어"), choices=Language, widget=OneChip,
        help_text=gettext_lazy("받는 분이 화면에서 바꿀 수 있습니다."),
    )  # fmt: skip
    people = forms.CharField(
        label=gettext_lazy("초청할 사람"), max_length=100_000,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false", "class": "input tall"}),
        help_text=gettext_lazy(
            "한 줄에 한 사람씩 이름, 회사·단체, 직위, 이메일을 쉼표나 탭으로 나누어 적습니다. "
            "엑셀에서 네 칸을 복사해 붙여도 됩니다."
        ),
    )  # fmt: skip

    def __init__(self, data=None, *, edition, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["people"].widget.attrs.pop("maxlength", None)
        self.edition = edition
        self.guests = []

    def clean_people(self):
        """Nobody is written to while a line is wrong."""
        lines = [(n, line) for n, line in enumerate(self.cleaned_data["people"].splitlines(), 1) if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("한 번에 %(most)d명까지 초청할 수 있습니다.") % {"most": MOST_LINES})
        self.guests = [_guest(number, line) for number, line in lines]
        self._note_known()
        return self.cleaned_data["people"]

    def _note_known(self):
        """Whoever has an invitation or comes already is not written to again; the same address twice is one."""
        addresses = [guest.facts.get("email") for guest in self.guests]
        invited = set(self.edition.invitations.filter(email__in=addresses).values_list("email", flat=True))
        coming = set(self.edition.registrations.active().filter(email__in=addresses).values_list("email", flat=True))
        seen = set()
        for guest in self.guests:
            address = guest.facts.get("email")
            if not address or guest.errors:
                continue
            if address in seen:
                guest.note = _("위에 같은 이메일이 있습니다.")
            elif address in coming:
                guest.note = _("이미 신청했습니다.")
            elif address in invited:
                guest.note = _("이미 초청했습니다.")
            seen.add(address)

    def clean(self):
        cleaned = super().clean()
        for guest in self.guests:
            for error in guest.errors:
                self.add_error("people", _("%(n)d번째 줄: %(reason)s") % {"n": guest.number, "reason": error})
        return cleaned

    @property
    def new(self):
        """Those who are written to."""
        return [guest for guest in self.guests if not guest.errors and not guest.note]

    @property
    def facts(self):
        """For services.invite."""
        return [guest.facts | {"language": self.cleaned_data["language"]} for guest in self.new]


def _guest(number, line):
    """The address is the part with the @, wherever it stands; the others follow in the order of the columns."""
    parts = _BETWEEN.split(line.strip())
    addresses = [part for part in parts if "@" in part]
    words = [part for part in parts if "@" not in part]
    guest = Guest(number, dict(zip(COLUMNS, words, strict=False)))
    guest.facts["email"] = addresses[0].lower() if addresses else ""
    if len(addresses) != 1:
        guest.errors.append(_("이메일을 하나 적어 주세요."))
    if len(words) > len(COLUMNS):
        guest.errors.append(_("칸이 너무 많습니다. 이름, 회사·단체, 직위, 이메일만 적어 주세요."))
    if not words or not words[0]:
        guest.errors.append(_("이름을 적어 주세요."))
    for name, value in guest.facts.items():
        guest.errors += _faults(name, value)
    return guest


def _faults(name, value):
    most = Invitation._meta.get_field(name).max_length
    if len(value) > most:
        return [_("%(field)s은(는) %(most)d자까지 적습니다.") % {
            "field": Invitation._meta.get_field(name).verbose_name, "most": most,
        }]  # fmt: skip
    try:
        if value:
            (validate_email if name == "email" else validate_plain_line)(value)
    except ValidationError as error:
        return error.messages
    return []


def first_choices(side):
    """In which language a side is written to unless somebody says otherwise."""
    return {"side": side, "language": Language.KO if side == Side.OURS else Language.JA}
