"""A title that nobody typed is that of the post held on the day; written with the row it stays."""

from exchange.directory.models import Person


def entitle(rows, day):
    """Fills `title_ko` and `title_ja` of dicts with a `person` where the Korean one is empty; the same rows."""
    wanting = [row for row in rows if row.get("person") and not row.get("title_ko")]
    people = Person.objects.with_posts().in_bulk([row["person"].pk for row in wanting]) if wanting else {}
    for row in wanting:
        post = people[row["person"].pk].post_on(day)
        row["title_ko"] = post.title_ko if post else ""
        row["title_ja"] = row.get("title_ja") or (post.title_ja if post else "")
    return rows
