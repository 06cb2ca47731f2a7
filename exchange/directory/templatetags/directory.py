"""What a list says of every person, each in one piece: a template takes its time for every word."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def other_name_of(person):
    """The name in another script, where there is one."""
    return format_html(' <span class="meta">{}</span>', name) if (name := person.other_name) else ""


@register.simple_tag
def post_of(person):
    """The post of today and its body."""
    if not (post := person.post_today):
        return ""
    form = '<span class="dots"><span>{}</span><span>{}</span></span>'
    return format_html(form, post.local_title, post.organization.local_name)
