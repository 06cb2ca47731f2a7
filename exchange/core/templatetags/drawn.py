"""Parts of a page that are drawn once and kept, for a template takes its time for every word.

    {% once %}…{% endonce %}                     drawn once in each language
    {% once by section=expression %}…            and once for each value; what stands inside sees these names only
    {% fill name=expression by … %}…{name}…      the same, then the marks are filled in, each time anew
    {% each rows by … %}…{name}…{% endeach %}    filled in for every row, a dictionary

Values are escaped as everywhere. After `by` stands what has few values: flags, roles, sections.
"""

import re

from django import template
from django.template.base import token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exchange.core.markup import escaped

register = template.Library()

_INDENTATION = re.compile(r"\n +")


class Drawn(template.Node):
    """Keeps its text for the life of the process, as the template that it stands in."""

    def __init__(self, nodelist, by):
        self.nodelist, self.by = nodelist, by
        self.kept = {}

    def drawn(self, context):
        values = {name: expression.resolve(context) for name, expression in self.by.items()}
        key = get_language(), *values.values()
        if key not in self.kept:
            # A context of its own: nothing of this request can slip into what others are shown.
            self.kept[key] = self.nodelist.render(context.new(values))
        return self.kept[key]

    def render(self, context):
        return self.drawn(context)


class Fill(Drawn):
    def __init__(self, nodelist, by, values):
        super().__init__(nodelist, by)
        self.values = values

    def render(self, context):
        values = {name: expression.resolve(context) for name, expression in self.values.items()}
        return SafeString(self.drawn(context).format_map(_escaped(values)))


class Each(Drawn):
    def __init__(self, nodelist, by, rows):
        super().__init__(nodelist, by)
        self.rows = rows

    def drawn(self, context):
        return _INDENTATION.sub("\n", super().drawn(context))  # fifty times that of a template is kilobytes

    def render(self, context):
        fill = self.drawn(context).format_map
        return SafeString("".join([fill(_escaped(row)) for row in self.rows.resolve(context)]))


def _escaped(values):
    return {name: value if isinstance(value, SafeString) else escaped(value) for name, value in values.items()}


@register.tag
def once(parser, token):
    _name, *bits = token.split_contents()
    return Drawn(*_body(parser, "endonce", bits))


@register.tag
def fill(parser, token):
    _name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    return Fill(*_body(parser, "endfill", bits), values)


@register.tag
def each(parser, token):
    _name, rows, *bits = token.split_contents()
    return Each(*_body(parser, "endeach", bits), parser.compile_filter(rows))


def _body(parser, end, bits):
    """(what stands up to the end of the tag, the values it is drawn by)"""
    by = token_kwargs(bits[1:], parser) if bits[:1] == ["by"] else {}
    if len(bits) != len(by) + bool(by):
        raise template.TemplateSyntaxError(f"Before {end}: expected by name=expression, got {' '.join(bits)}")
    nodelist = parser.parse((end,))
    parser.delete_first_token()
    return nodelist, by
