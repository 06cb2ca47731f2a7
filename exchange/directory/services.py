"""The writes of the directory; nothing else changes it. Each records one audit event."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.accounts.models import User
from exchange.audit.services import record
from exchange.core.sync import sync_rows
from exchange.directory.models import Organization, OrganizationFigure, Person, Post
from exchange.directory.selectors import accounts_of_others, accounts_to_link
from exchange.directory.uses import used_by

PRIVATE = {"email", "phone", "note"}  # the trail says that they changed, not to what


@transaction.atomic
def create_organization(*, by, **fields):
    return _create(Organization(**fields), by=by)


@transaction.atomic
def change_organization(*, organization, by, **fields):
    return _change(organization, fields, by=by)


@transaction.atomic
def set_figures(*, organization, rows, by):
    """The dated figures, as rows of core.rows; a ValidationError carries `.row`."""
    _locked(organization)
    figures = sync_rows(organization.figures.all(), rows, build=lambda: OrganizationFigure(organization=organization))
    record("set_figures", organization, by=by, changes={"figures": [f"{f} ({f.as_of})" for f in figures]})
    return figures


@transaction.atomic
def delete_organization(*, organization, by):
    """Only where nothing points to it; the ValidationError says what does."""
    _delete(organization, by=by)


@transaction.atomic
def create_person(*, by, **fields):
    return _create(Person(**fields), by=by)


@transaction.atomic
def change_person(*, person, by, **fields):
    return _change(person, fields, by=by)


@transaction.atomic
def set_posts(*, person, rows, by):
    """The posts, past and present, as rows of core.rows; a ValidationError carries `.row`."""
    _locked(person)
    posts = sync_rows(person.posts.all(), rows, build=lambda: Post(person=person))
    record("set_posts", person, by=by, changes={"posts": [_dated(post) for post in posts]})
    return posts


@transaction.atomic
def delete_person(*, person, by):
    """Only where nothing points to it; posts and their dates go with the record."""
    _delete(person, by=by)


@transaction.atomic
def link_account(*, person, user, by):
    """This account is this person: what it may see follows from the posts that the person holds."""
    person = _locked(person)
    user = User.objects.select_for_update().get(pk=user.pk)
    if person.user_id:
        raise ValidationError(_("이미 다른 계정과 연결된 인물입니다. 먼저 연결을 푸세요."), code="linked")
    if not accounts_to_link().filter(pk=user.pk).exists():
        message = _("연결할 수 없는 계정입니다. 이미 다른 인물과 연결되었는지 확인해 주세요.")
        raise ValidationError(message, code="account")
    person.user = user
    person.save(update_fields=["user"])
    record("link_account", person, by=by, changes={"user": [None, f"{user} ({user.email})"]})
    return person


@transaction.atomic
def unlink_account(*, person, by):
    person = _locked(person)
    if not accounts_of_others().filter(pk=person.user_id).exists():
        raise ValidationError(_("연결된 계정이 없습니다."), code="account")
    record("unlink_account", person, by=by, changes={"user": [f"{person.user} ({person.user.email})", None]})
    person.user = None
    person.save(update_fields=["user"])
    return person


def _create(obj, *, by):
    obj.full_clean()
    obj.save()
    record("create", obj, by=by)
    return obj


def _change(obj, fields, *, by):
    obj = _locked(obj)
    changes = {}
    for name, value in fields.items():
        before = getattr(obj, name)
        if before != value:
            setattr(obj, name, value)
            changes[name] = ["***", "***"] if name in PRIVATE else [_plain(before), _plain(value)]
    if changes:
        if "parent" in changes:
            refuse_cycle(obj)
        obj.full_clean()
        obj.save()
        record("change", obj, by=by, changes=changes)
    return obj


def _delete(obj, *, by):
    obj = _locked(obj)
    if used := used_by(obj):
        raise ValidationError(
            _("이 기록을 쓰는 곳이 있어 지울 수 없습니다: %(kinds)s. 먼저 그곳에서 빼 주세요."),
            code="protected",
            params={"kinds": ", ".join(used)},
        )
    record("delete", obj, by=by)
    obj.delete()


def _locked(obj):
    return type(obj).objects.select_for_update(of=("self",)).get(pk=obj.pk)


def refuse_cycle(organization):
    """Whoever moves a body holds every body above it, so that two moves cannot close a ring together."""
    above = organization.parent
    while above:
        if above.pk == organization.pk:
            message = _("%(name)s은(는) 이 기관의 하위 기관이므로 상위 기관으로 둘 수 없습니다.")
            raise ValidationError({"parent": message % {"name": organization.parent}})
        above = above.parent_id and Organization.objects.select_for_update().get(pk=above.parent_id)


def _plain(value):
    return value if value is None or isinstance(value, str | int) else str(value)


def _dated(post):
    return f"{post} ({post.since or ''}~{post.until or ''})"
