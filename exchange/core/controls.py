"""The commonest controls of forms, drawn as Django's templates do but in one piece: a page has dozens of them."""

from django.utils.safestring import SafeString

from exchange.core.markup import escaped


def attributes(attrs):
    """Those with a value, then those that are merely there."""
    flags = [f" {name}" for name, value in attrs.items() if value is True]
    valued = [(name, value) for name, value in attrs.items() if value is not None and not isinstance(value, bool)]
    return SafeString("".join([*[f' {name}="{escaped(value)}"' for name, value in sorted(valued)], *sorted(flags)]))


def _input(widget):
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{escaped(widget["name"])}"{value}{attributes(widget["attrs"])}>'


def _textarea(widget):
    value = escaped(widget["value"] or "")
    return f'<textarea name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(widget):
    groups = "".join([_group(name, choices) for name, choices, _index in widget["optgroups"]])
    return f'<select name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>{groups}</select>'


def _group(name, choices):
    drawn = "".join([
        f'<option value="{escaped(choice["value"])}"{" selected" if choice["selected"] else ""}>'
        f"{escaped(choice['label'])}</option>"
        for choice in choices
    ])  # fmt: skip
    return f'<optgroup label="{escaped(name)}">{drawn}</optgroup>' if name else drawn


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox")
CONTROLS = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
