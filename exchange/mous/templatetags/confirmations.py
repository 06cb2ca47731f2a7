from django import template
from django.utils.translation import gettext as _

from exchange.core import languages
from exchange.core.markup import filled
from exchange.core.romanised import has_hangul
from exchange.mous.answers import answers_of, is_answered
from exchange.mous.forms.confirmations import AnswerForm

register = template.Library()

register.simple_tag(answers_of)
register.simple_tag(is_answered)


@register.simple_tag
def comment_of(answer):
    """In the language of whoever wrote it; Korean is called so where another language is read."""
    if not has_hangul(answer.comment) or languages.reader() == "ko":
        return answer.comment
    form = '<span class="badge outline">{}</span> <span lang="ko">{}</span>'
    return filled(form, _("한국어"), answer.comment)


@register.simple_tag
def answer_form():
    return AnswerForm()
