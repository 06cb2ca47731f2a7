from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def warnings_beside(context, what, key):
    """Those about one row; none on a page that did not look for any."""
    warnings = context.get("warnings")
    return warnings.beside(what, key) if warnings else []
