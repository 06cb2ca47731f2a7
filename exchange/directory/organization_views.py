from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from exchange.core.paging import page_of
from exchange.core.rows import RowSet
from exchange.core.views import require_permission, with_object
from exchange.directory import services
from exchange.directory.editing import delete_page, edit_page
from exchange.directory.fields import Choices
from exchange.directory.filters import OrganizationFilter
from exchange.directory.forms import FigureRow, OrganizationForm, name_initial
from exchange.directory.listing import rows_of_bodies
from exchange.directory.merge_views import or_kept
from exchange.directory.models import Organization
from exchange.directory.selectors import children_of, figures_of, merges_into, posts_at
from exchange.directory.ways import ways_from


@require_GET
@require_permission("directory.list_organizations")
def organization_list(request):
    found = OrganizationFilter(request.GET, Organization.objects.visible_to(request.user).in_brief())
    page = page_of(found.qs, request)
    context = {"filter": found, "page": page, "rows": rows_of_bodies(list(page)), "text": request.GET.get("q", "")}
    return render(request, "directory/organization_list.html", context)


@require_GET
@or_kept(Organization)
@with_object(Organization, "directory.view_organization")
def organization_detail(request, organization):
    context = {
        "organization": organization,
        "children": children_of(organization, user=request.user),
        "figures": figures_of(organization.pk),
        "posts": posts_at(organization, user=request.user),
        "merges": merges_into(organization, user=request.user),
        "ways": ways_from(organization, request.user),
    }
    return render(request, "directory/organization_detail.html", context)


@require_http_methods(["GET", "POST"])
@require_permission("directory.add_organization")
def organization_add(request):
    initial = name_initial(request.GET.get("name", "")[:200], kanji="name_ja", kana="name_ja")
    form = OrganizationForm(request.POST or None, initial=initial, choices=Choices(request.user))
    rows = RowSet(request, FigureRow, initial=[])

    def save():
        organization = services.create_organization(by=request.user, **form.values)
        return _with_figures(organization, rows, request.user)

    return edit_page(request, "directory/organization_add.html", form, rows, save)


@require_http_methods(["GET", "POST"])
@with_object(Organization, "directory.change_organization")
def organization_edit(request, organization):
    form = OrganizationForm(request.POST or None, instance=organization, choices=Choices(request.user))
    rows = RowSet(request, FigureRow, initial=organization.figures.values())

    def save():
        changed = services.change_organization(organization=organization, by=request.user, **form.values)
        return _with_figures(changed, rows, request.user)

    return edit_page(request, "directory/organization_edit.html", form, rows, save, record=organization)


@require_http_methods(["GET", "POST"])
@with_object(Organization, "directory.delete_organization")
def organization_delete(request, organization):
    def delete():
        services.delete_organization(organization=organization, by=request.user)

    return delete_page(
        request, "directory/organization_delete.html", organization, delete, "directory:organization_list"
    )


def _with_figures(organization, rows, user):
    services.set_figures(organization=organization, rows=rows.rows, by=user)
    return organization
