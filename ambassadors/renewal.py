"""The renewal round as rows, ready for `{% each %}`."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ambassadors.activity import Activity, activity_of
from ambassadors.cities import city_of
from ambassadors.enums import Decision
from ambassadors.models import Ambassador, Term
from ambassadors.templatetags.ambassadors import bar
from exchange.core import addresses
from exchange.core.languages import once_a_language, reader
from exchange.core.markup import escaped, filled
from exchange.core.templatetags.portal import dday_badge, labels, name_in, plain_day

MONTHS = (1, 3, 6, 12, 24)
USUAL = 3


def months_asked(text):
    return next((months for months in MONTHS if str(months) == text), USUAL)


def round_of(user, months, *, today):
    """Last terms that end within so many months, the first to end first; those decided stay until renewed or over."""
    terms = Term.objects.visible_to(user).ending_within(months, today=today)
    return terms.select_related("ambassador__person").order_by("ends_on", "pk")


def renewal_rows(terms, today, *, token):
    """Two queries; a bar is as long as the number is beside the largest of the page."""
    done, reads, words = activity_of(terms), reader(), _words()
    places = labels(Ambassador, "country", reads)
    most = {name: max((getattr(each, name) for each in done.values()), default=0) for name in ("sessions", "hours")}
    return [
        {
            "pk": term.pk,
            "token": token,
            "url": term.ambassador.get_absolute_url(),
            "name": name_in(term.ambassador.person, term.ambassador.person.local_form, reads),
            "sample": words["sample"] if term.is_sample else "",
            "place": f"{places[term.ambassador.country]} {city_of(term.ambassador, reads)}".strip(),
            "nth": words["nth"] % {"n": term.number},
            "ends": dday_badge(term.ends_on, today, reads),
            "period": f"{plain_day(term.starts_on)} ~ {plain_day(term.ends_on)}",
            "document": addresses.of_row("ambassadors:term_document", term.pk),
            "decision": words[f"is-{term.decision}"],
            "options": _options(term.decision, words),
            "reason": term.decision_reason,
            "decide": addresses.of_row("ambassadors:renewal_decide", term.pk),
            "renew": addresses.of_row("ambassadors:term_renew", term.pk),
            "locked": words["locked"] if term.decision == Decision.RETIRE else "",
            "look": " primary" if term.decision == Decision.RENEW else "",
            "said": "",
            **_figures(done[term.pk], most, words),
        }
        for term in terms
    ]


def _figures(done: Activity, most, words):
    share, rated = done.confirmed_share, done.satisfaction
    return {
        "sessions": filled("{}{}", done.sessions, bar(done.sessions, most["sessions"])),
        "clients": done.clients,
        "hours": filled("{}{}", f"{done.hours:g}", bar(done.hours, most["hours"])),
        "confirmed": "–" if share is None else filled("{}%{}", share, bar(share, 100)),
        "days": "–" if done.days is None else words["days"] % {"n": f"{done.days:g}"},
        "rated": "–" if rated is None else filled("{}{}", f"{rated:.1f}", bar(rated, 5)),
    }


def _options(decision, words):
    return SafeString("".join(
        f'<option value="{each.value}"{" selected" if each == decision else ""}>{escaped(words[each])}</option>'
        for each in Decision
    ))  # fmt: skip


@once_a_language
def _words():
    looks = {Decision.OPEN: "outline", Decision.RENEW: "ok", Decision.RETIRE: "warn"}
    decided = {f"is-{each}": filled('<span class="badge {}">{}</span>', looks[each], each.label) for each in Decision}
    return decided | {each: str(each.label) for each in Decision} | {
        "sample": filled(' <span class="sample">{}</span>', _("예시")),
        "nth": _("제%(n)d기"),
        "days": _("%(n)s일"),
        "locked": SafeString(" disabled"),
    }  # fmt: skip
