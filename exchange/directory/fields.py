"""Form fields for people and organisations, for directories of any size.

    class AttendanceRow(ChoosingForm, RowForm):
        person = PersonChoiceField(label=_("인물"), required=False)

    AttendanceRow(request.POST, choices=Choices(request.user))
    RowSet(request, AttendanceRow, initial=..., form_kwargs={"choices": Choices(request.user)})

The value is a text that people read; it becomes the record on the server. `initial` is a record, its key or a text.
"""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from exchange.directory.choices import Choices

__all__ = ["Choices", "ChoosingForm", "OrganizationChoiceField", "OrganizationsChoiceField", "PersonChoiceField"]


class ChoiceInput(forms.TextInput):
    """A text input that static/picker.js makes a list to choose from; a plain text without it."""

    template_name = "directory/widgets/choice.html"
    noun = "person"
    offered = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"url": reverse(f"directory:{self.noun}_options"), "offered": self.offered}
        return context


class ChoiceInputs(ChoiceInput):
    """The same several times under one name, with room for more."""

    template_name = "directory/widgets/choices.html"
    use_fieldset = True
    room, at_least = 2, 3

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value.strip()]

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_, index=None):
        return f"{id_}_0" if id_ else id_

    def format_value(self, value):
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        values = list(value or [])
        values += [""] * max(self.room, self.at_least - len(values))
        parts = []
        for number, text in enumerate(values):
            part = {**context["widget"], "value": text, "attrs": dict(context["widget"]["attrs"])}
            part["attrs"]["id"] = f"{part['attrs'].get('id', name)}_{number}"
            part["attrs"].pop("required", None)
            parts.append(part)
        context["widget"]["parts"] = parts
        return context


class _DirectoryField(forms.Field):
    """Bound to a finder by ChoosingForm."""

    noun = "person"
    finder = None
    text_limit = 400

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.noun = self.noun
        self.widget.attrs.setdefault("maxlength", self.text_limit)

    def find(self, text):
        """The one record that the text means, or a ValidationError that helps to say it better."""
        found = self.finder.find(text) if len(text) <= self.text_limit else []
        if len(found) == 1:
            return found[0]
        raise ValidationError(self._ask_again(text, found), code="ambiguous" if found else "unknown")

    def _ask_again(self, text, found):
        offered = [label for _, label in self.finder.labels(found or self.finder.similar(text))]
        self.widget.offered = [*self.widget.offered, *offered]
        shown = Truncator(text).chars(60)
        if found:
            words = _("‘%(text)s’에 해당하는 기록이 여럿입니다. 다음 가운데 하나를 그대로 적어 주세요.")
        elif offered:
            words = _("‘%(text)s’에 맞는 기록이 없습니다. 혹시 다음 가운데 하나인가요?")
        else:
            words = _("‘%(text)s’에 맞는 기록이 없습니다.")
        message = format_html("{} {}", words % {"text": shown}, " / ".join(offered))
        permission = f"directory.add_{self.noun}"
        if found or not self.finder.user.has_perm(permission):
            return message
        address = f"{reverse(f'directory:{self.noun}_add')}?{urlencode({'name': text[:100]})}"
        return format_html(
            '{} <a href="{}" target="_blank" rel="noopener">{}</a>', message, address, _("새로 등록(새 창)")
        )


class _OneField(_DirectoryField):
    widget = ChoiceInput

    def expected(self, value):
        return [value]

    def prepare_value(self, value):
        return self.finder.label(value)

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != (data or "").strip()

    def to_python(self, value):
        text = (value or "").strip()
        return self.find(text) if text else None


class PersonChoiceField(_OneField):
    noun = "person"


class OrganizationChoiceField(_OneField):
    noun = "organization"


class OrganizationsChoiceField(_DirectoryField):
    """Several organisations, in the order they were typed, each once."""

    noun = "organization"
    widget = ChoiceInputs

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("aria-label", self.label)  # the legend names the group, not its fields

    def expected(self, value):
        return list(value or [])

    def prepare_value(self, value):
        return [self.finder.label(item) for item in value or []]

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != [text.strip() for text in data or []]

    def to_python(self, value):
        found, errors = {}, []
        for text in value or []:
            try:
                record = self.find(text.strip())
                found[record.pk] = record
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return list(found.values())


class ChoosingForm:
    """Gives the form's directory fields the request's Choices; goes before the form class."""

    def __init__(self, *args, choices, **kwargs):
        self.choices = choices
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, _DirectoryField):
                field.finder = choices.people if field.noun == "person" else choices.organizations
                values = field.expected(self.get_initial_for_field(field, name))
                if self.is_bound:
                    typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                    values += field.expected(typed)
                for value in values:
                    field.finder.expect(value)
