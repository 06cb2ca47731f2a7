"""The portal's components as template tags; available in every template without `load`."""

from functools import cache

from django import template
from django.conf import settings
from django.forms import CheckboxInput
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _

from exchange.core import addresses, controls, days, languages, navigation
from exchange.core.markup import escaped, filled

register = template.Library()

NOTICES = {
    "debug": ("info", "info"),
    "info": ("info", "info"),
    "success": ("ok", "check"),
    "warning": ("warn", "alert"),
    "error": ("danger", "miss"),
}
SOON_DAYS = 14

register.filter("day", days.day, expects_localtime=True)
register.filter("short_day", days.short_day, expects_localtime=True)
register.filter("weekday", days.weekday, expects_localtime=True)
register.simple_tag(days.period, name="period")
register.simple_tag(addresses.of_row, name="address")  # as `url`, and also with a mark of {% fill %} for the key


@register.filter(expects_localtime=True)
def plain_day(value):
    """A day without its weekday: 2023. 3. 1."""
    return _plain_form().format(y=value.year, m=value.month, d=value.day)


@languages.once_a_language
def _plain_form():
    return pgettext("날짜", "{y}. {m}. {d}.")


@register.simple_tag
@cache
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


@register.filter
def asked(request, name):
    """What the address says under this name."""
    return request.GET.get(name, "")


@register.simple_tag
def language_buttons():
    """Every language under its own name, the page's own marked."""
    return _language_buttons(get_language())


@cache
def _language_buttons(current):
    form = '<button type="submit" name="language" value="{0}" lang="{0}"{1}>{2}</button>'
    marks = {current: SafeString(' aria-current="true"')}
    rows = ((code, marks.get(code, ""), get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES)
    return format_html_join("", form, rows)


register.filter("attributes", controls.attributes)


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
    return format_html("?{}", params.urlencode())


@register.simple_tag
def page_links(page, address):
    """The pages of a list to choose from (components/pages.html)."""
    forms = _page_forms()
    return SafeString("".join([
        forms["gap"] if number == page.gap else filled(forms[number == page.number], address, number, number)
        for number in page.shown
    ]))  # fmt: skip


@languages.once_a_language
def _page_forms():
    """Of the page that is shown (True), of another one, and of those left out."""
    form = '<li><a class="btn text" href="{{}}{{}}"{}><span class="sr-only">{} </span>{{}}</a></li>'
    return {
        True: form.format(' aria-current="page"', escaped(_("지금 쪽"))),
        False: form.format("", escaped(_("쪽"))),
        "gap": '<li><span aria-hidden="true">…</span></li>',
    }


@register.simple_block_tag
def panel(content, title, *, count=None, id, side="", link=None, link_text=""):
    """A white sheet with a heading. `side`: kr, jp or joint draws the rules of that side."""
    return format_html(
        '<section class="panel {}" aria-labelledby="{}-h">'
        '<div class="panel-head"><h2 id="{}-h">{}{}</h2>{}</div>{}</section>',
        side,
        id,
        id,
        title,
        "" if count is None else format_html('<span class="count">{}</span>', count),
        format_html('<a href="{}">{}</a>', link, link_text) if link else "",
        content,
    )


def _countdown(due, today):
    """(days left, D-6 or D-DAY or D+3)"""
    left = (due - (today or timezone.localdate())).days
    return left, "D-DAY" if left == 0 else f"D{-left:+d}"


@register.simple_tag
def dday(due, today=None):
    """Days left until `due`, as a tile: amber within two weeks, red when it has passed."""
    left, count = _countdown(due, today)
    kind = "late" if left < 0 else "warn" if left <= SOON_DAYS else ""
    note = _("기한 경과") if left < 0 else days.short_day(due)
    return filled('<span class="dday {}"><b>{}</b><small>{}</small></span>', kind, count, note)


@register.simple_tag
def dday_badge(due, today=None, reads=None):
    """The same within a line of text: D-6 · 8. 19.(월), and of another year D+139 · 2024. 10. 31."""
    today = today or timezone.localdate()
    left, count = _countdown(due, today)
    kind = "danger" if left < 0 else "warn" if left <= SOON_DAYS else "outline"
    shown = days.short_day(due, reads) if due.year == today.year else plain_day(due)
    return filled('<span class="badge {}">{} · {}</span>', kind, count, shown)


@register.filter
def hours(duration):
    """2h 20m, as on a ticket in any language."""
    minutes = round(duration.total_seconds() / 60)
    return f"{minutes // 60}h {minutes % 60:02d}m"


@register.filter
def language_label(code):
    """As the reader calls it."""
    return languages.NAMES[code]


@register.filter
def text_of(obj, field):
    """{{ delegation|text_of:"title" }}: the text alone, for titles and options."""
    return languages.in_language(obj, field)[0]


@cache
def labels(model, field, language):
    return {value: str(label) for value, label in model._meta.get_field(field).flatchoices}


@register.filter
def label_of(obj, field):
    """{{ person|label_of:"country" }}: the words for a coded value.

    Django's own get_…_display puts every choice into words each time, which is a third of a list's time.
    """
    value = getattr(obj, field)
    return labels(obj._meta.model, field, languages.reader()).get(value, value)


@register.simple_tag
def in_language(obj, field):
    """The text in the reader's language; one that is missing in Japanese shows in Korean and says so."""
    return text_in(obj, field, languages.reader())


@register.simple_tag
def in_korean(text):
    """What there is in Korean only, for a reader of another language."""
    return _said(text, "ko", languages.reader())


def text_in(obj, field, reader):
    return _said(*languages.in_language(obj, field, reader), reader)


def _said(text, language, reader):
    if not text or language == reader:
        return text
    shown = filled('<span lang="{}">{}</span>', language, text)
    return filled('{} <span class="badge outline">{}</span>', shown, _("일본어 없음")) if reader == "ja" else shown


@register.simple_tag
def name_of(record):
    """The name of a person or body as the reader writes it, the Korean one beside it; a missing form is said."""
    return name_in(record, record.local_form, languages.reader())


def name_in(record, form, reader):
    name, language = form
    parts = [f'<span lang="{language}">{escaped(name)}</span>']
    if record.name_ko and record.name_ko != name:
        parts.append(f'<small lang="ko">{escaped(record.name_ko)}</small>')
    if reader not in ("ko", language):
        missing = _("일본어 없음") if reader == "ja" else _("영어 없음")
        parts.append(f'<span class="badge outline">{escaped(missing)}</span>')
    return SafeString(" ".join(parts))
