from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


def whole(form):
    """The one-line fields of a model: a browser would cut what is pasted; here it stays and is refused, uncut."""
    for field in form.fields.values():
        field.widget.attrs.pop("maxlength", None)


class NoteField(forms.CharField):
    """Several lines that say how long they may be. A browser would cut what is longer; here it is refused, uncut."""

    def __init__(self, *, max_length, help_text="", rows=2, **kwargs):
        limit = format_lazy(_("{most}자까지 적습니다."), most=max_length)
        super().__init__(
            max_length=max_length,
            widget=forms.Textarea({"rows": rows}),
            help_text=format_lazy("{} {}", help_text, limit) if help_text else limit,
            **kwargs,
        )
        self.error_messages["max_length"] = _("%(limit_value)d자까지 적을 수 있습니다. 지금 %(show_value)d자입니다.")

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")  # one line break is one character

    def widget_attrs(self, widget):
        return {}
