"""The portal's components as template tags; available in every template without `load`."""

from django import template
from django.forms import CheckboxInput
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from exchange.core import navigation

register = template.Library()

NOTICES = {
    "debug": ("info", "info"),
    "info": ("info", "info"),
    "success": ("ok", "check"),
    "warning": ("warn", "alert"),
    "error": ("danger", "miss"),
}


@register.simple_tag
def icon(name):
    """A picture beside words; it never stands without a text name."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("icons.svg"), name)


@register.filter
def notice_class(level):
    return NOTICES[level][0]


@register.filter
def notice_icon(level):
    return NOTICES[level][1]


@register.filter
def is_checkbox(field):
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def site_navigation(request):
    return navigation.items_for(request)


@register.simple_tag(takes_context=True)
def may(context, permission, obj=None):
    """{% may "delegations.change_delegation" delegation as can_edit %}"""
    return context["request"].user.has_perm(permission, obj)


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """The page's own query string with some values replaced; None removes one."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params[name] = value
    return mark_safe("?" + params.urlencode().replace("&", "&amp;"))


@register.simple_block_tag
def panel(content, title, *, count=None, id, side="", link=None, link_text=""):
    """A white sheet with a heading. `side`: kr, jp or joint draws the rules of that side."""
    return format_html(
        '<section class="panel {}" aria-labelledby="{}-h"><div class="panel-head"><h2 id="{}-h">{}{}</h2>{}</div>{}</section>',
        side,
        id,
        id,
        title,
        "" if count is None else format_html('<span class="count">{}</span>', count),
        format_html('<a href="{}">{}</a>', link, link_text) if link else "",
        content,
    )
