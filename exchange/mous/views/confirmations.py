from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchange.core.views import with_object
from exchange.mous import services
from exchange.mous.enums import Answer
from exchange.mous.forms.confirmations import AnswerForm
from exchange.mous.models import Commitment


@require_http_methods(["GET", "POST"])
@with_object(Commitment, "mous.confirm_commitment", rows=lambda seen: seen.select_related("counterpart"))
def commitment_confirm(request, commitment):
    """The wording alone with its two buttons; the commitment's page sends its answers here too."""
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer = services.answer_wording(commitment=commitment, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _thanks(answer))
            return redirect(f"{commitment.get_absolute_url()}#confirmations")
    return render(request, "mous/commitment_confirm.html", {"commitment": commitment, "form": form})


def _thanks(answer):
    if answer.answer == Answer.CONFIRMED:
        return _("약속 문구를 확인했습니다.")
    return _("이의를 전했습니다. 상대 측도 이 의견을 봅니다.")
