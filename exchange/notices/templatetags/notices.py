from django import template

from exchange.notices.forms import PreferenceForm
from exchange.notices.selectors import preference_of

register = template.Library()


@register.simple_tag(takes_context=True)
def preference_form(context):
    """For the profile page, which lies below this package and offers the choice among a person's own things."""
    return PreferenceForm(initial={"mail": preference_of(context["request"].user).mail})
