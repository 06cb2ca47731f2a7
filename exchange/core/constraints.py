"""Checks over several columns that name the one of them that people mend."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


class CheckAt(models.CheckConstraint):
    """`at`: the field at which forms and the API show the message. To the database it is any other check."""

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
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self):
        twin = super().clone()
        twin.at = self.at
        return twin


def refusal(constraint):
    """What a broken constraint says, for whoever judged it without asking the model."""
    field = getattr(constraint, "at", NON_FIELD_ERRORS)
    return ValidationError({field: constraint.get_violation_error_message()})
