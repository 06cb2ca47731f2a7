from django import template

from exchange.mous.answers import answers_of
from exchange.mous.forms.confirmations import AnswerForm

register = template.Library()

register.simple_tag(answers_of)


@register.simple_tag
def answer_form():
    return AnswerForm()
