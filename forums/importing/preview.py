"""What the preview says in each row, ready for `{% each %}`, and the numbers beside it."""

from collections import Counter

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exchange.core.languages import reader
from exchange.core.markup import escaped, filled
from exchange.core.templatetags import portal
from exchange.core.templatetags.portal import labels
from forums.importing.matching import OPEN, Choice, Kind, changes_of
from forums.importing.messages import said_of
from forums.models import Registration

SEEN = ("name_other", "company", "company_other", "title", "title_other")
BADGES = {Kind.NEW: "outline", Kind.SAME: "info", Kind.ALIKE: "warn", Kind.WRONG: "danger"}
FILTERS = {
    "doubt": lambda row: bool(row["doubts"]) and row["kind"] != Kind.WRONG,
    **{kind: lambda row, kind=kind: row["kind"] == kind for kind in Kind},
}


def counts_of(rows):
    return Counter(row["choice"] for row in rows), {name: sum(map(test, rows)) for name, test in FILTERS.items()}


def filtered(rows, name):
    return [row for row in rows if FILTERS[name](row)] if name in FILTERS else rows


def drawn(rows):
    """Those of one page."""
    known = Registration.objects.in_bulk([row["match"][0] for row in rows if row["match"]])
    words = {"kinds": {kind: filled('<span class="badge {}">{}</span>', BADGES[kind], kind.label) for kind in Kind}}
    words["choices"] = {str(choice): escaped(choice.label) for choice in Choice}
    words["choose"] = pgettext("명단", "{n}행: 어떻게 할지")
    return [_drawn(row, known.get(row["match"][0]) if row["match"] else None, words) for row in rows]


def _drawn(row, match, words):
    facts = row["facts"]
    kind = Kind(row["kind"])
    lines = [_line("miss", "form-hint-invalid", said_of(fault)) for fault in row["faults"]]
    lines += [_line("alert", "form-hint", said_of(doubt)) for doubt in row["doubts"]]
    if match:
        lines.append(_beside(row, match, kind))
    return {
        "n": row["n"],
        "name": facts.get("name") or "–",
        "meta": _meta([facts[name] for name in SEEN if facts.get(name)] + _rest(facts)),
        "kind": words["kinds"][kind],
        "lines": SafeString("".join(lines)),
        "choice": _choice(row, kind, words),
    }


def _meta(texts):
    return SafeString("".join([f"<span>{escaped(text)}</span>" for text in texts]))


def _rest(facts):
    texts = [facts[name] for name in ("email", "phone") if facts.get(name)]
    reads = reader()
    texts += [labels(Registration, name, reads)[facts[name]] for name in ("language", "diet")
              if facts.get(name) and facts[name] != "none"]  # fmt: skip
    texts += [_("통역 필요")] if facts.get("needs_interpreter") else []
    return texts + ([facts["diet_note"]] if facts.get("diet_note") else [])


def _line(icon, style, text):
    return filled('<p class="{}">{}<span>{}</span></p>', style, portal.icon(icon), text)


def _beside(row, match, kind):
    """Whom the portal knows, and what the list would change."""
    if kind == Kind.WRONG:
        return ""
    changes = changes_of(row["facts"], {name: getattr(match, name) for name in row["facts"]})
    said = [
        filled("<span>{}: {} → <b>{}</b></span>", _label(name), _value(name, before), _value(name, after))
        for name, (before, after) in changes.items()
    ]
    who = " · ".join(filter(None, [match.name, match.company]))
    known = filled('<a href="{}">{}</a>', match.get_absolute_url(), who)
    texts = SafeString("".join(said)) or filled("<span>{}</span>", _("바뀐 것 없음"))
    return filled('<p class="meta dots"><span>{}</span>{}</p>', known, texts)


def _label(name):
    return Registration._meta.get_field(name).verbose_name


def _value(name, value):
    if isinstance(value, bool):
        return _("예") if value else _("아니오")
    return labels(Registration, name, reader()).get(value, value) or pgettext("명단", "없음")


def _choice(row, kind, words):
    if len(OPEN[kind]) == 1:
        return words["choices"][row["choice"]]
    options = "".join(
        f'<option value="{choice}"{" selected" if row["choice"] == choice else ""}>{words["choices"][choice]}</option>'
        for choice in OPEN[kind]
    )
    label = words["choose"].format(n=row["n"])
    return SafeString(f'<select class="input xsmall" name="row-{row["n"]}" aria-label="{label}">{options}</select>')
