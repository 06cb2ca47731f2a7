from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.privacy.models import ConsentText

TEXTS = ("text_ko", "text_ja", "text_en")


class ConsentForm(forms.ModelForm):
    """The next version; `based_on` is the version that stood on the page when it was opened."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ConsentText
        fields = TEXTS

    def __init__(self, data=None, *, latest, **kwargs):
        self.latest = latest
        shown = {name: getattr(latest, name) for name in TEXTS} if latest else {}
        super().__init__(data, initial={"based_on": latest.version if latest else 0, **shown}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        for name in TEXTS:
            if name in cleaned:
                cleaned[name] = cleaned[name].replace("\r\n", "\n").strip()
        if self.latest and all(cleaned.get(name) == getattr(self.latest, name).strip() for name in TEXTS):
            self.add_error(None, _("지금 판과 같은 글입니다. 바뀐 곳이 있을 때만 새 판을 게시합니다."))
        return cleaned

    def _post_clean(self):
        """The service makes the row and asks the model; what is typed is no row yet."""

    def tell_overtaken(self, error, latest):
        """Whoever has been told goes on with the next press."""
        self.add_error(None, " ".join(error.messages))
        self.data = self.data.copy()
        self.data["based_on"] = latest.version

    @property
    def preview(self):
        return [(self[name].label, name[-2:], self.cleaned_data[name]) for name in TEXTS]
