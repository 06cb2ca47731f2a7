"""Rules over several columns that name the one of them that people mend."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


class _At:
    """`at`: the field at which forms and the API show the message. To the database it is any other constraint."""

    plain = None

    def __init__(self, *, at=NON_FIELD_ERRORS, **kwargs):
        super().__init__(**kwargs)
        self.at = at

    def validate(self, *args, **kwargs):
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self.at: error}) from error

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        return self.plain, args, kwargs

    def clone(self):
        twin = super().clone()
        twin.at = self.at
        return twin


class CheckAt(_At, models.CheckConstraint):
    plain = "django.db.models.CheckConstraint"


class UniqueAt(_At, models.UniqueConstraint):
    plain = "django.db.models.UniqueConstraint"


def refusal(constraint):
    """What a broken constraint says, for whoever judged it without asking the model."""
    field = getattr(constraint, "at", NON_FIELD_ERRORS)
    return ValidationError({field: constraint.get_violation_error_message()})
