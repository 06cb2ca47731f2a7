"""A form that could not be taken: what was typed in it, as texts to copy. Nothing of it is stored."""

import re
from urllib.parse import urlsplit

from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 100_000  # characters that are shown
MOST_TEXTS = 12
ROW = re.compile(r"(?P<rows>.+)-\d+-(?P<name>[^-]+)")
SECRET = re.compile(r"passw|secret|token|code|otp|passport", re.IGNORECASE)
TECHNICAL = re.compile(
    r"(.+-)?(version|take|rival|next|shown|stay|(INITIAL|TOTAL|MIN_NUM|MAX_NUM)_FORMS|add|up|down|remove|indent|outdent)"
)
TICKED = "on"
CHOSEN = {"id", "level", "kind", "side", "state", "zone", "country", "direction", "mode", "group", "language"}


def came_from(request):
    """The page of this portal on which the form stood; empty where the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    address = page._replace(scheme="", netloc="", fragment="").geturl()
    is_ours = page.netloc == request.get_host() and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""


def typed_texts(posted):
    """The single fields as one text, each list of rows as another, a row a line; empty when nothing was typed."""
    texts, left = {}, LONGEST
    for name, values in posted.lists():
        row = ROW.fullmatch(name)
        field = row["name"] if row else name
        if field in CHOSEN or TECHNICAL.fullmatch(name) or SECRET.search(name):
            continue
        part, line = (row["rows"], name[: row.start("name")]) if row else ("", name)
        for value in [value for value in map(str.strip, values) if value not in {"", TICKED}]:
            texts.setdefault(part, {}).setdefault(line, []).append(value if len(value) <= left else f"{value[:left]}…")
            left -= len(value)
            if left < 0:
                return _joined(texts)
    return _joined(texts)


def _joined(texts):
    return ["\n".join(map(" · ".join, lines.values())) for lines in texts.values()][:MOST_TEXTS]


def answer_with_texts(request, template, *, texts, status, **context):
    context |= {"texts": texts, "had_files": bool(request.FILES), "back": came_from(request)}
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response
