from django import template

from exchange.mous import listing, marks

register = template.Library()

register.simple_tag(marks.side_badge)
register.simple_tag(marks.commitment_state)
register.simple_tag(marks.objection_mark)
register.filter(marks.undo_words)


@register.simple_tag(takes_context=True)
def commitment_rows(context, commitments):
    """`one_side` and `with_steps` of the page, see listing.rows_of."""
    chosen = {name: context.get(name, False) for name in ("one_side", "with_steps")}
    return listing.rows_of(commitments, context["request"].user, **chosen)


@register.filter
def shared_with(record, commitment):
    """Whether the other side of this commitment may know the record by its name."""
    return bool(record) and record.kind.shared(record.row, commitment)
