"""Queries that are put into SQL once: Django does it anew for every page, which takes longer than the answer.

    legs_of = prepared(lambda trip: Leg.objects.filter(delegation=trip))
    legs_of(delegation.pk)  # a list of legs

Only for rows of one table (with annotations that are numbers or texts), found by one number.
"""

from functools import cache

MARK = 2**62 - 57  # stands for the number until it is known; no other parameter of a query is this large


def prepared(build):
    @cache
    def put_together():
        queryset = build(MARK)
        sql, parameters = queryset.query.sql_with_params()
        return queryset.model, sql, parameters

    def rows_of(key):
        model, sql, parameters = put_together()
        return list(model.objects.raw(sql, [key if each == MARK else each for each in parameters]))

    return rows_of


def keep(row, **related):
    """Answer `row.<name>.all()` with these rows from now on, as after a prefetch. For pages that only read."""
    vars(row).setdefault("_prefetched_objects_cache", {}).update(related)
