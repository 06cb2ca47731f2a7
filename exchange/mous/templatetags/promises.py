from django import template

from exchange.mous import listing, marks

register = template.Library()

register.simple_tag(marks.side_badge)
register.simple_tag(marks.commitment_state)


@register.simple_tag(takes_context=True)
def commitment_rows(context, commitments):
    return listing.rows_of(commitments, context["request"].user, one_side=context.get("one_side", False))
