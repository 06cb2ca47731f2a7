"""Queries that are put into SQL once: Django does it anew for every page, which takes longer than the answer.

    legs_of = prepared(lambda trip: Leg.objects.filter(delegation=trip))
    legs_of(delegation.pk)  # a list of legs

Only for rows of one table (with annotations that are numbers or texts), found by one number.

    is_reported = prepared_exists(lambda trip: Edition.objects.filter(document__subject_id=trip))
    Delegation.objects.filter(is_reported)  # or annotate(), When(), of each row whose number is its primary key

    told = prepared_many(lambda keys: Leg.objects.filter(pk__in=keys).select_related("place"), most=40)
    told([3, 7])  # a list of legs with their places, or of tuples where the query set says values_list()
"""

from collections import defaultdict
from copy import copy
from functools import cache
from types import SimpleNamespace

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, Func

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


def prepared_exists(build):
    @cache
    def put_together():
        return build(MARK).query.exists().sql_with_params()

    return _Exists("pk", put_together=put_together)


class _Exists(Func):
    output_field = BooleanField()

    def as_sql(self, compiler, connection, **_):
        outer, _none = compiler.compile(self.source_expressions[0])
        sql, parameters = self.extra["put_together"]()
        found = sql % tuple(outer if each == MARK else "%s" for each in parameters)
        return f"EXISTS({found})", [each for each in parameters if each != MARK]


def prepared_many(build, most):
    """For rows found by up to `most` numbers, with those of other tables that they name (`select_related`), or for
    no more than some columns of them (`values_list`)."""

    @cache
    def put_together():
        found = build([MARK + place for place in range(most)])
        compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
        return found, compiler, *compiler.as_sql()

    def some(keys):
        found, known, sql, parameters = put_together()
        wanted = {MARK + place: keys[min(place, len(keys) - 1)] for place in range(most)}  # the last again and again
        compiler = copy(known)
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *_args, **_kwargs: (sql, [wanted.get(each, each) for each in parameters])
        query = copy(found.query)
        query.get_compiler = lambda using: compiler
        rows = SimpleNamespace(query=query, db=DEFAULT_DB_ALIAS, _fields=found._fields, _known_related_objects={})
        return found._iterable_class(rows)

    def rows_of(keys):
        """In the order of the query; of more numbers than `most` those of the first come first."""
        return [row for start in range(0, len(keys), most) for row in some(keys[start : start + most])]

    return rows_of


def keep(row, **related):
    """Answer `row.<name>.all()` with these rows from now on, as after a prefetch. For pages that only read."""
    vars(row).setdefault("_prefetched_objects_cache", {}).update(related)


def keep_below(rows, name, found, by):
    """The same for the rows of a list: `found` are those below any of them, which name theirs in their field `by`.

    A prefetch puts a query set together for every row, asked or not.
    """
    below = defaultdict(list)
    for each in found:
        below[getattr(each, by)].append(each)
    for row in rows:
        keep(row, **{name: below[row.pk]})
