from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambassadors.enums import Mode, OutcomeKind, Satisfaction, Tongue
from ambassadors.logbook import NEW
from ambassadors.models import AdvisorySession, SessionOutcome
from ambassadors.models.sessions import DAY_MINUTES
from exchange.accounts.enums import Language
from exchange.core.forms import Chips, ClockField, OneChip
from exchange.meetings import files

QUICK = (15, 30, 45, 60, 90)
NEEDED = {
    "firm": _("상담한 기업을 골라 주세요."),
    "topics": _("자문 분야를 하나 이상 골라 주세요."),
    "question": _("기업의 질문을 적어 주세요."),
    "advice": _("자문한 내용을 적어 주세요."),
    "is_confirmed": _("무료 자문이었고 이해관계가 없음을 확인해 주세요."),
}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.FileField):
    """Several at once: what their rows say of them, or the reason of each that is not kept."""

    widget = FilesInput({"accept": files.ACCEPT, "class": "drop"})

    def clean(self, data, initial=None):
        kept, errors = [], []
        for upload in data or []:
            try:
                kept.append(files.keep(upload))
            except ValidationError as error:
                errors += [f"{upload.name}: {message}" for message in error.messages]
        if errors:
            raise ValidationError(errors)
        return kept


class Minutes(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=DAY_MINUTES, required=False, **kwargs)
        self.widget = forms.TextInput({"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"})
        self.widget.is_required = False


class LogForm(forms.Form):
    """One session, as short as it can be: what stands in FOLDED may stay closed. A draft may lack nearly all."""

    FOLDED = (
        "starts_at", "tongue", "preparation_minutes", "travel_minutes", "follow_up_on", "introduction", "referral",
        "files",
    )  # fmt: skip
    MODEL = (
        "held_on", "starts_at", "mode", "minutes", "preparation_minutes", "travel_minutes", "tongue", "question",
        "advice", "next_step", "follow_up_on",
    )  # fmt: skip

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    firm = forms.ChoiceField(label=pgettext_lazy("하나", "상담 기업"), widget=OneChip)
    firm_name = forms.CharField(label=_("기업 이름"), max_length=200, required=False)
    contact_email = forms.EmailField(
        label=_("담당자 이메일"), required=False, help_text=_("적으면 상담 내용을 확인해 달라는 메일이 갑니다.")
    )
    contact_language = forms.ChoiceField(label=_("메일의 언어"), choices=Language, required=False)
    held_on = forms.DateField(label=_("상담 날짜"))
    mode = forms.ChoiceField(label=_("방식"), choices=Mode, widget=OneChip)
    quick_minutes = forms.TypedChoiceField(
        label=_("상담 시간(분)"),
        choices=[(n, n) for n in QUICK],
        coerce=int,
        empty_value=None,
        required=False,
        widget=OneChip,
    )
    own_minutes = Minutes(label=_("직접 적기"))
    topics = forms.MultipleChoiceField(label=_("자문 분야"), widget=Chips)
    question = forms.CharField(label=_("기업의 질문"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    advice = forms.CharField(label=_("자문한 내용"), max_length=5000, widget=forms.Textarea({"rows": 4}))
    next_step = forms.CharField(
        label=_("다음 단계"), max_length=1000, required=False, widget=forms.Textarea({"rows": 1})
    )
    is_confirmed = forms.BooleanField(label=_("무료 자문이었고, 제가 권한 곳과 이해관계가 없습니다."))
    starts_at = ClockField(label=_("시작 시각"), required=False)
    tongue = forms.ChoiceField(label=_("상담 언어"), choices=Tongue, required=False)
    preparation_minutes = Minutes(label=_("준비(분)"))
    travel_minutes = Minutes(label=_("이동(분)"))
    follow_up_on = forms.DateField(label=_("다음 단계의 기한"), required=False)
    introduction = forms.CharField(label=_("소개한 사람·기관"), max_length=500, required=False)
    referral = forms.CharField(label=_("안내한 다른 기관"), max_length=500, required=False)
    files = FilesField(label=_("파일"), required=False)

    def __init__(self, data=None, upload=None, *, book, is_draft=False, **kwargs):
        kwargs["initial"] = {"submission": uuid4(), "contact_language": Language.KO} | kwargs.get("initial", {})
        super().__init__(data, upload, **kwargs)
        self.book = book
        self.is_draft = is_draft
        self.fields["firm"].choices = book.firm_choices()
        self.fields["topics"].choices = book.topic_choices()
        self.fields["tongue"].choices = book.tongue_choices()
        self.fields["held_on"].widget.attrs |= {"max": book.today.isoformat(), "min": book.oldest.isoformat()}
        for name, message in NEEDED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message
        for name in self.fields if is_draft else ():
            self.fields[name].required = False

    @property
    def opens_fold(self):
        """Something in it is wrong, or told already."""
        return any(self[name].errors or self[name].value() for name in self.FOLDED if name in self.fields)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day and day > self.book.today:
            raise ValidationError(_("상담 날짜가 오늘보다 늦습니다. 지난 상담만 적을 수 있습니다."), code="future")
        if day and day < self.book.oldest:
            raise ValidationError(_("1년이 넘은 상담은 적을 수 없습니다."), code="old")
        return day

    def clean(self):
        cleaned = super().clean()
        self._clean_minutes(cleaned)
        lacks_name = cleaned.get("firm") == NEW and not cleaned.get("firm_name")
        if lacks_name and not self.is_draft and "firm_name" not in self.errors:
            self.add_error("firm_name", _("기업 이름을 적어 주세요."))
        return cleaned

    def _clean_minutes(self, cleaned):
        """What he typed counts before what he tapped; all the time of a preparation is preparation."""
        if {"own_minutes", "preparation_minutes"} & set(self.errors):
            return
        own = cleaned.get("own_minutes")
        minutes = (cleaned.get("quick_minutes") if own is None else own) or 0
        preparation = cleaned.get("preparation_minutes") or 0
        is_preparation = cleaned.get("mode") == Mode.PREPARATION
        if is_preparation:
            preparation, minutes = preparation or minutes, 0
        if not self.is_draft and not (preparation if is_preparation else minutes):
            self.add_error("quick_minutes", _("몇 분 걸렸는지 적어 주세요."))
        cleaned |= {"minutes": minutes, "preparation_minutes": preparation}

    def facts(self):
        """For the services: columns, topics and `parts`."""
        said = self.cleaned_data
        facts = {name: said[name] for name in self.MODEL} | {"travel_minutes": said["travel_minutes"] or 0}
        facts["mode"] = facts["mode"] or self.book.usual_mode
        facts["held_on"] = facts["held_on"] or self.book.today
        facts["topics"] = said["topics"]
        return facts | (self._parts(said) if "firm" in self.fields else {})

    def _parts(self, said):
        firm = self.book.firm(said["firm"])
        parts = {"introduction": said["introduction"], "referral": said["referral"], "kept": said["files"]}
        if said["firm"] in {"", NEW}:
            parts["new_client"] = said["firm_name"]
        facts = {
            "request": firm and firm.request, "client": firm and firm.client, "parts": parts,
            "contact_email": said["contact_email"], "contact_language": said["contact_language"] or Language.KO,
            "is_free": said["is_confirmed"], "has_no_interest": said["is_confirmed"],
        }  # fmt: skip
        return facts | ({"country": firm.request.country} if firm and firm.request else {})


class CorrectionForm(LogForm):
    """Of a session that was submitted: its firm stays, and why it is put right is told."""

    reason = forms.CharField(label=_("고치는 까닭"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in (
            "submission", "firm", "firm_name", "contact_email", "contact_language", "is_confirmed", "introduction",
            "referral", "files",
        ):  # fmt: skip
            del self.fields[name]


def shown(session):
    """A session as the form shows it."""
    row = {name: getattr(session, name) for name in LogForm.MODEL}
    told = {outcome.kind: outcome.text for outcome in session.outcomes.all()}
    is_quick = session.minutes in QUICK
    if session.mode == Mode.PREPARATION:
        is_quick, row["minutes"] = False, 0
    return row | {
        "submission": session.submission,
        "firm": _firm_key(session),
        "contact_email": session.contact_email,
        "contact_language": session.contact_language,
        "quick_minutes": session.minutes if is_quick else None,
        "own_minutes": None if is_quick else row["minutes"] or None,
        "preparation_minutes": session.preparation_minutes or None,
        "travel_minutes": session.travel_minutes or None,
        "topics": [topic.topic for topic in session.topics.all()],
        "is_confirmed": session.is_free and session.has_no_interest,
        "introduction": told.get(OutcomeKind.INTRODUCTION, ""),
        "referral": told.get(OutcomeKind.REFERRAL, ""),
    }


def _firm_key(session):
    if session.request_id:
        return f"request-{session.request_id}"
    return f"client-{session.client_id}" if session.client_id else ""


class FollowUpForm(forms.ModelForm):
    class Meta:
        model = AdvisorySession
        fields = ["follow_up_on"]
        labels = {"follow_up_on": _("다음 단계의 기한")}

    def _post_clean(self):
        """The service judges the row as a whole."""


class OutcomeForm(forms.ModelForm):
    class Meta:
        model = SessionOutcome
        fields = ["kind", "happened_on", "text", "amount", "currency"]
        widgets = {"currency": forms.TextInput({"maxlength": 3, "placeholder": "USD", "autocapitalize": "characters"})}

    def clean_currency(self):
        return self.cleaned_data["currency"].strip().upper()

    def _post_clean(self):
        """The service judges the row as a whole."""


class AnswerForm(forms.Form):
    """What the client says of a session. The consent is asked only where a text is in force."""

    agrees = forms.TypedChoiceField(
        label=_("적힌 내용이 사실과 같습니까?"), choices=[("yes", _("사실과 같습니다")), ("no", _("사실과 다릅니다"))],
        coerce=lambda value: value == "yes", empty_value=None, widget=OneChip,
        error_messages={"required": _("사실과 같은지 골라 주세요.")},
    )  # fmt: skip
    comment = forms.CharField(
        label=_("의견 또는 다른 점"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    satisfaction = forms.TypedChoiceField(
        label=_("도움이 되었습니까?"),
        choices=Satisfaction,
        coerce=int,
        empty_value=None,
        required=False,
        widget=OneChip,
    )
    case_consent = forms.BooleanField(label=_("위 내용에 동의합니다."), required=False)
    text = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the version of the consent that was shown

    def __init__(self, data=None, *, consent):
        super().__init__(data, initial={"text": consent and consent.pk})
        self.consent = consent
        if not consent:
            del self.fields["case_consent"], self.fields["text"]

    def clean(self):
        said = super().clean()
        if said.get("agrees") is False and not said.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _("사실과 다른 점을 적어 주세요."))
        if said.get("case_consent") and said.get("text") != self.consent.pk:
            self.add_error("case_consent", _("그사이 동의문이 바뀌었습니다. 새 동의문을 읽고 다시 동의해 주세요."))
        return said

    def facts(self):
        said = self.cleaned_data
        consent = self.consent if said["agrees"] and said.get("case_consent") else None
        return {
            "agrees": said["agrees"], "comment": said["comment"], "satisfaction": said["satisfaction"],
            "case_consent": consent,
        }  # fmt: skip
