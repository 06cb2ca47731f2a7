from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from exchange.core.paging import page_of
from exchange.core.rows import RowSet
from exchange.core.views import require_permission, with_object
from exchange.directory import services
from exchange.directory.editing import delete_page, edit_page
from exchange.directory.fields import Choices
from exchange.directory.filters import PersonFilter
from exchange.directory.forms import PersonForm, PostRow, name_initial
from exchange.directory.listing import rows_of_people
from exchange.directory.merge_views import or_kept
from exchange.directory.models import Person
from exchange.directory.selectors import merges_into, posts_of


@require_GET
@require_permission("directory.list_people")
def person_list(request):
    found = PersonFilter(request.GET, Person.objects.visible_to(request.user).in_brief())
    page = page_of(found.qs, request)
    context = {"filter": found, "page": page, "rows": rows_of_people(list(page)), "text": request.GET.get("q", "")}
    return render(request, "directory/person_list.html", context)


@require_GET
@or_kept(Person)
@with_object(Person, "directory.view_person", rows=lambda seen: seen.select_related("user"))
def person_detail(request, person):
    context = {"person": person, "posts": posts_of(person), "merges": merges_into(person, user=request.user)}
    return render(request, "directory/person_detail.html", context)


@require_http_methods(["GET", "POST"])
@require_permission("directory.add_person")
def person_add(request):
    choices = Choices(request.user)
    initial = name_initial(request.GET.get("name", "")[:100], kanji="name_hanja", kana="name_kana")
    form = PersonForm(request.POST or None, initial=initial, choices=choices)
    rows = RowSet(request, PostRow, initial=[], form_kwargs={"choices": choices})

    def save():
        return _with_posts(services.create_person(by=request.user, **form.values), rows, request.user)

    return edit_page(request, "directory/person_add.html", form, rows, save)


@require_http_methods(["GET", "POST"])
@with_object(Person, "directory.change_person")
def person_edit(request, person):
    choices = Choices(request.user)
    form = PersonForm(request.POST or None, instance=person, choices=choices)
    posts = person.posts.values()
    initial = [{**post, "organization": post["organization_id"]} for post in posts]
    rows = RowSet(request, PostRow, initial=initial, form_kwargs={"choices": choices})

    def save():
        changed = services.change_person(person=person, by=request.user, **form.values)
        return _with_posts(changed, rows, request.user)

    return edit_page(request, "directory/person_edit.html", form, rows, save, record=person)


@require_http_methods(["GET", "POST"])
@with_object(Person, "directory.delete_person")
def person_delete(request, person):
    def delete():
        services.delete_person(person=person, by=request.user)

    return delete_page(request, "directory/person_delete.html", person, delete, "directory:person_list")


def _with_posts(person, rows, user):
    services.set_posts(person=person, rows=rows.rows, by=user)
    return person
