"""How a noun reads as JSON: the same shape in the API and in whole-trip documents.

The context names the reader (`by`, none for the portal's own commands); with `exact` text is taken
as it stands, blanks included.
"""

import uuid
from functools import cached_property

from django.core.exceptions import ValidationError as ModelError
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.core import zones
from exchange.core.days import validate_year

_MAX_TEXT = 100_000
_ASKING = serializers.Field.get_attribute


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
            uid = uuid.UUID(data)
        except (ValueError, TypeError, AttributeError):
            self.fail("does_not_exist", value=str(data)[:100])
        rows = self.get_queryset()
        found = rows.filter(uid=uid).first()
        if found is None and hasattr(rows, "formerly"):  # merged into another since
            found = rows.formerly(gone_uid=uid).first()
        return found or self.fail("does_not_exist", value=str(uid))

    def to_representation(self, obj):
        return str(obj.uid)


class LinesField(serializers.ListField):
    """A text column of one entry per line, as a list."""

    child = serializers.CharField(max_length=_MAX_TEXT)

    def to_representation(self, text):
        return [line for line in text.splitlines() if line]

    def to_internal_value(self, data):
        return "\n".join(super().to_internal_value(data))


class InstantField(serializers.DateTimeField):
    """An instant on the clock of the row's own zone. Without an offset it is read as that local time."""

    def __init__(self, zone="zone", **kwargs):
        self.zone = zone
        super().__init__(validators=[validate_year], **kwargs)

    def get_attribute(self, instance):
        instant = super().get_attribute(instance)
        return instant and zones.local(instant, getattr(instance, self.zone))

    def to_representation(self, value):
        return value and value.isoformat()

    def enforce_timezone(self, value):
        return value

    def in_zone(self, value, zone):
        if value.tzinfo:
            return value
        try:
            return zones.to_instant(value.date(), value.time(), zone)
        except ModelError as error:
            raise serializers.ValidationError({self.field_name: error.messages}) from error


class Shape(serializers.ModelSerializer):
    """Refuses names it does not know. Uniqueness is the services' and the database's business."""

    def get_fields(self):
        fields = super().get_fields()
        if self.context.get("exact"):
            fields.pop("id", None)
            for field in fields.values():
                text = field.child if isinstance(field, LinesField) else field
                if isinstance(text, serializers.CharField):
                    text.trim_whitespace = False
        return fields

    @cached_property
    def _reading(self):
        """(field, plain column or None, name of plain rows below or None)"""
        columns = {column.attname for column in self.Meta.model._meta.concrete_fields if not column.is_relation}
        asked = [field for field in self.fields.values() if not field.write_only]
        return [(
            field,
            field.source if field.source in columns and type(field).get_attribute is _ASKING else None,
            field.source if type(field) in (serializers.ListSerializer, serializers.ManyRelatedField) else None,
        ) for field in asked]  # fmt: skip

    def to_representation(self, instance):
        """As the framework does it, without asking of each column in each row whether it might be a call."""
        data, fetched = {}, vars(instance).get("_prefetched_objects_cache", {})
        for field, column, below in self._reading:
            try:
                if column:
                    value = getattr(instance, column)
                else:
                    value = fetched[below] if below in fetched else field.get_attribute(instance)
            except serializers.SkipField:
                continue
            data[field.field_name] = None if value is None else field.to_representation(value)
        return data

    def build_standard_field(self, field_name, model_field):
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if isinstance(model_field, models.CharField | models.TextField) and not model_field.choices:
            kwargs.setdefault("max_length", model_field.max_length or _MAX_TEXT)
        return field_class, kwargs

    def get_validators(self):
        return []

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({name[:100]: [_("알 수 없는 항목입니다.")] for name in unknown})
        return super().to_internal_value(data)

    def validate(self, attrs):
        """Local times become instants once their zone is known to be one."""
        for name, field in self.fields.items():
            if isinstance(field, InstantField) and attrs.get(name):
                zone = attrs.get(field.zone) or getattr(self.instance, field.zone, None)
                zone = zone or self.Meta.model._meta.get_field(field.zone).default
                attrs[name] = field.in_zone(attrs[name], zone)
        return attrs


class RowShape(Shape):
    """A row of a list that is saved as a whole: one that stays is named by its `id`, one without is new."""

    id = serializers.IntegerField(required=False)
