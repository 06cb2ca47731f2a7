"""A refusal of a service at the field of the form that it is about."""

from django.core.exceptions import NON_FIELD_ERRORS


def refuse(form, error):
    """What is about a field that the form does not show stands above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name != NON_FIELD_ERRORS and name in form.fields else None, errors)
