"""How every form is drawn: Django's form rendering over templates/components/."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
