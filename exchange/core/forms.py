"""How every form is drawn: Django's form rendering over templates/components/."""

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect

_PLAIN = (CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect)


class PortalBoundField(BoundField):
    """A control with the portal's look; Django adds aria-invalid and aria-describedby."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if not isinstance(widget or self.field.widget, _PLAIN):
            attrs.setdefault("class", "input")
        return attrs


class PortalRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField
