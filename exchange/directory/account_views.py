"""Which account is this person: writers say it, what the account may see follows from the posts."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from exchange.core.views import with_object
from exchange.directory import services
from exchange.directory.models import Person
from exchange.directory.selectors import accounts_to_link, posts_of

_found = with_object(Person, "directory.link_account", rows=lambda seen: seen.select_related("user"))


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return f"{user} · {user.get_role_display()} · {user.email}"


class AccountForm(forms.Form):
    user = AccountField(
        queryset=None, label=gettext_lazy("계정"), empty_label=gettext_lazy("고르세요"),
        help_text=gettext_lazy("아직 누구와도 연결되지 않은 상대 기관과 민간대사의 계정입니다."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = accounts_to_link()


@require_http_methods(["GET", "POST"])
@_found
def person_account(request, person):
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            services.link_account(person=person, user=form.cleaned_data["user"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("계정과 연결했습니다."))
            return redirect(person)
    context = {"person": person, "form": form, "posts": posts_of(person)}
    return render(request, "directory/person_account.html", context)


@require_POST
@_found
def person_account_unlink(request, person):
    try:
        services.unlink_account(person=person, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("계정과의 연결을 풀었습니다. 이 계정으로는 이제 아무 자료도 보이지 않습니다."))
    return redirect(person)
