from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core.constraints import UniqueAt
from exchange.directory.models import Organization, Person
from exchange.meetings.enums import Side
from exchange.meetings.models import Meeting
from exchange.mous.models import Evidence
from forums.enums import BodyRole
from forums.models.series import Edition, EditionPartQuerySet


class EditionBody(models.Model):
    """A body that hosts, organises or supports an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bodies")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="forum_roles", verbose_name=pgettext_lazy("하나", "기관")
    )
    role = models.CharField(_("구분"), max_length=10, choices=BodyRole)
    order = models.PositiveSmallIntegerField(default=0)

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("주최·후원 기관")
        constraints = [
            UniqueAt(
                fields=["edition", "organization", "role"], name="edition_body_once", at="organization",
                violation_error_message=_("같은 구분의 같은 기관이 이미 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_role_display()} {self.organization}"


class CoChair(models.Model):
    """Who presides for one side, with the title of that day."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="co_chairs")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="forum_chairs", verbose_name=pgettext_lazy("하나", "인물")
    )
    title_ko = models.CharField(_("직위(한국어)"), max_length=200, blank=True)
    title_ja = models.CharField(_("직위(일본어)"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        ordering = ["side", "order", "pk"]
        verbose_name = verbose_name_plural = _("공동 의장")
        constraints = [
            UniqueAt(
                fields=["edition", "person"], name="co_chair_once", at="person",
                violation_error_message=_("이 분은 이미 공동 의장입니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.person)


class EditionMeeting(models.Model):
    """A meeting held on the occasion of an edition: its points, outcomes and photographs are the forum's."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="meeting_links")
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="forum_link", verbose_name=pgettext_lazy("하나", "면담")
    )

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        ordering = ["meeting__starts_at", "pk"]
        verbose_name = verbose_name_plural = _("포럼의 면담")

    def __str__(self):
        return str(self.meeting)


class EditionEvidence(models.Model):
    """A held edition proves that the promise of its year was kept."""

    evidence = models.OneToOneField(Evidence, models.CASCADE, related_name="forum")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="evidence_links")

    class Meta:
        verbose_name = verbose_name_plural = _("근거가 된 회차")

    def __str__(self):
        return str(self.edition)
