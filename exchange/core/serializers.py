"""How a noun reads as JSON: the same shape in the API and in whole-trip documents.

The context names the reader (`by`, none for the portal's own commands); with `exact` text is taken
as it stands, blanks included.
"""

import uuid
from datetime import UTC, date
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.core import zones

_FIRST_DAY, _LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)
_DAYS = [MinValueValidator(_FIRST_DAY), MaxValueValidator(_LAST_DAY)]
_MAX_TEXT = 100_000


class UidField(serializers.SlugRelatedField):
    """A reference to a row by its `uid`, found among what the reader may see."""

    default_error_messages = {"does_not_exist": _("찾을 수 없는 대상입니다: {value}")}

    def __init__(self, model, **kwargs):
        self.model = model
        if not kwargs.get("read_only"):
            kwargs["queryset"] = model.objects.none()
        super().__init__(slug_field="uid", **kwargs)

    def get_queryset(self):
        by = self.context.get("by")
        return self.model.objects.visible_to(by) if by else self.model.objects.all()

    def to_internal_value(self, data):
        try:
            return super().to_internal_value(uuid.UUID(data))
        except (ValueError, TypeError, AttributeError):
            self.fail("does_not_exist", value=str(data)[:100])

    def to_representation(self, obj):
        return str(obj.uid)


class LinesField(serializers.ListField):
    """A text column of one entry per line, as a list."""

    child = serializers.CharField(max_length=200)

    def to_representation(self, text):
        return [line for line in text.splitlines() if line]

    def to_internal_value(self, data):
        return "\n".join(super().to_internal_value(data))


class InstantField(serializers.DateTimeField):
    """An instant on the clock of the row's own zone. Without an offset it is read as that local time."""

    default_error_messages = {
        "no_such_time": _("이 시간대에는 없는 시각입니다(서머타임 전환)."),
        "far": _("1800년에서 2199년 사이로 적어 주세요."),
    }

    def __init__(self, zone="zone", **kwargs):
        self.zone = zone
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        instant = super().get_attribute(instance)
        return instant and zones.local(instant, getattr(instance, self.zone))

    def to_representation(self, value):
        return value and value.isoformat()

    def enforce_timezone(self, value):
        if not _FIRST_DAY <= value.date() <= _LAST_DAY:
            self.fail("far")
        return value

    def in_zone(self, value, zone):
        if value.tzinfo:
            return value
        instant = value.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if zones.local(instant, zone).replace(tzinfo=None) != value:
            raise serializers.ValidationError({self.field_name: [self.error_messages["no_such_time"]]})
        return instant


class Shape(serializers.ModelSerializer):
    """Refuses names it does not know. Uniqueness is the services' and the database's business."""

    def get_fields(self):
        fields = super().get_fields()
        if self.context.get("exact"):
            for field in fields.values():
                if isinstance(field, serializers.CharField):
                    field.trim_whitespace = False
        return fields

    def build_standard_field(self, field_name, model_field):
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if isinstance(model_field, models.CharField | models.TextField) and not model_field.choices:
            kwargs.setdefault("max_length", model_field.max_length or _MAX_TEXT)
        if type(model_field) is models.DateField:
            kwargs["validators"] = _DAYS
        return field_class, kwargs

    def get_validators(self):
        return []

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := set(map(str, data)) - set(self.fields)):
            raise serializers.ValidationError({name: [_("알 수 없는 항목입니다.")] for name in sorted(unknown)})
        return super().to_internal_value(data)

    def validate(self, attrs):
        """Local times become instants once their zone is known to be one."""
        for name, field in self.fields.items():
            if isinstance(field, InstantField) and attrs.get(name):
                zone = attrs.get(field.zone) or getattr(self.instance, field.zone, None)
                zone = zone or self.Meta.model._meta.get_field(field.zone).default
                attrs[name] = field.in_zone(attrs[name], zone)
        return attrs
