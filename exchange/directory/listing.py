"""What the lists of people and bodies say in each of their rows, ready for `{% each %}`."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.core.languages import in_language, reader
from exchange.core.markup import filled
from exchange.core.templatetags.portal import labels, name_in
from exchange.directory.models import Organization, Person, Post


def rows_of_people(people):
    """People with what they are today."""
    reads, posts = reader(), _posts_today(people)
    countries = labels(Person, "country", reads)
    return [
        {
            "url": person.get_absolute_url(),
            "name": name_in(person, person.local_form, reads),
            "other": filled(' <span class="meta">{}</span>', name) if (name := person.other_name) else "",
            "post": _post(posts[person.pk], reads) if person.pk in posts else "",
            "country": countries[person.country],
        }
        for person in people
    ]


def _posts_today(people):
    """{person.pk: the post held today, the latest begun of several}"""
    names = [f"{noun}_{language}" for noun in ("title", "organization__name") for language in ("ko", "ja", "en")]
    held = Post.objects.held_on(timezone.localdate()).filter(person__in=[person.pk for person in people])
    held = held.order_by(F("since").asc(nulls_first=True), "pk").values_list("person_id", *names, named=True)
    return {post.person_id: post for post in held}


def _post(post, reads):
    form = '<span class="dots"><span>{}</span><span>{}</span></span>'
    return filled(form, *[in_language(post, noun, reads)[0] for noun in ("title", "organization__name")])


def rows_of_bodies(bodies):
    """Bodies with what they belong to; a phone shows no label where that is nothing."""
    reads, above = reader(), filled(' data-label="{}"', _("상위"))
    kinds, countries = labels(Organization, "kind", reads), labels(Organization, "country", reads)
    return [
        {
            "url": body.get_absolute_url(),
            "name": name_in(body, body.local_form, reads),
            "kind": kinds[body.kind],
            "country": countries[body.country],
            "above": body.parent.local_name if body.parent else "",
            "label": above if body.parent else "",
        }
        for body in bodies
    ]
