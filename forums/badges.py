"""Badges of an edition as one document: who gets one, and what stands on it. No contact data is read."""

import hashlib
import json
from dataclasses import asdict

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.documents.blocks import Badge, Badges, Tree
from exchange.documents.definitions import Definition, register
from exchange.meetings.enums import Side
from forums import letters
from forums.enums import BadgeChoice
from forums.models import BadgePrint, Registration

NAME = "badges"
SIDES = {Side.OURS: ("kr", "한국 · 韓国"), Side.COUNTERPART: ("jp", "일본 · 日本")}
LANGUAGES = {"ko": "한국어 · 韓国語", "ja": "일본어 · 日本語", "en": "English"}
INTERPRETER = "통역 · 通訳"
TITLE, FILE_NAME = "명찰 {}", "명찰 {} {}명"
CONTACT = ("email", "phone", "diet", "diet_note")  # never read: nothing of it can slip onto a badge


def people(edition, choice, pk=None):
    """Those with a seat, in the order in which a desk hands badges out."""
    seated = Registration.objects.seated().filter(edition=edition)
    if choice == BadgeChoice.ONE:
        seated = seated.filter(pk=pk)
    elif choice in (BadgeChoice.OURS, BadgeChoice.COUNTERPART):
        seated = seated.filter(side=choice)
    rows = list(_whole(seated))
    return rows if choice != BadgeChoice.NEW else unprinted(edition, rows)


def _whole(registrations):
    return registrations.select_related("edition").defer(*CONTACT).order_by("-side", "name", "pk")


def unprinted(edition, rows):
    """Those of whom no badge was made yet, or none that says what it would say now."""
    made = set()
    for badges in BadgePrint.objects.filter(edition=edition).values_list("badges", flat=True):
        made.update(badges.items())
    return [row for row in rows if (str(row.pk), digest(row)) not in made]


def digest(registration):
    """Of what the badge says."""
    text = json.dumps(asdict(badge_of(registration)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def badge_of(registration):
    role, side = SIDES[registration.side]
    edition = registration.edition
    forum = edition.name_ja if registration.language == "ja" else edition.name_ko
    return Badge(
        forum=forum or edition.name_ko, role=role, side=side,
        name=registration.name, name_other=registration.name_other,
        company=registration.company, company_other=registration.company_other,
        title=registration.title, title_other=registration.title_other,
        language=LANGUAGES[registration.language],
        interpreter=INTERPRETER if registration.needs_interpreter else "",
        link=letters.badge_link(registration),
    )  # fmt: skip


def build(print_run, language):
    rows = _whole(Registration.objects.seated().filter(pk__in=[int(pk) for pk in print_run.badges]))
    return Tree(
        title=TITLE.format(print_run.edition.name_ko), author=settings.REPORT_BODY_KO,
        description=TITLE.format(print_run.edition.name_ko), date=print_run.made_at.date().isoformat(),
        language=language, blocks=(Badges(tuple(badge_of(row) for row in rows)),),
    )  # fmt: skip


def _file_name(print_run, language):
    return f"{print_run.made_at:%Y-%m-%d} {FILE_NAME.format(print_run.edition.name_ko, len(print_run.badges))}"


def register_badges():
    register(
        Definition(
            name=NAME, title=_("명찰"), model=BadgePrint, view="forums.view_registrations",
            make="forums.change_registrations", languages=("ko",), find=lambda key: BadgePrint.objects.get(pk=key),
            build=build, file_name=_file_name,
            page=lambda print_run: reverse("forums:badge_print", args=[print_run.pk]), is_shelved=False,
        )
    )  # fmt: skip
