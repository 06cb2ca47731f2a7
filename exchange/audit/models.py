from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("audit events are append-only")

    def delete(self):
        raise TypeError("audit events are append-only")

    def about(self, obj):
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


class Event(models.Model):
    """Who did what to which row, when. Written once, never changed."""

    at = models.DateTimeField(_("시각"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("사용자")
    )
    verb = models.CharField(_("행위"), max_length=60)
    object_type = models.CharField(_("종류"), max_length=60)
    object_id = models.CharField(_("번호"), max_length=60)
    object_label = models.CharField(_("대상"), max_length=300)
    changes = models.JSONField(_("변경"), default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="event_object")]
        verbose_name = verbose_name_plural = _("기록")

    def __str__(self):
        return f"{self.verb} {self.object_label}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("audit events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("audit events are append-only")
