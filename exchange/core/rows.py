"""Editing a list of rows in one plain form: add, move, remove and save, also without JavaScript.

A button other than save re-draws the page with the rows rearranged; nothing typed is lost and
nothing is written. Save validates all rows and hands them to a service, which calls `sync_rows`.
"""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

ADD, UP, DOWN, REMOVE, INDENT, OUTDENT = "add", "up", "down", "remove", "indent", "outdent"
ACTIONS = (ADD, UP, DOWN, REMOVE, INDENT, OUTDENT)
MAX_ROWS = 500


def rearranges(request):
    """A button of any rows on the page was pressed: draw again, judge and write nothing."""
    return any("-" in name and name.rpartition("-")[2] in ACTIONS for name in request.POST)


def unjudged(form):
    """The bound form as it was typed, without its errors: for a page that only rearranges its rows."""
    form.initial = {name: form[name].data for name in form.fields}
    form.is_bound = False
    return form


def all_valid(request, form, *row_sets):
    """Save was pressed, and the form and all its rows are fit for it. Every part shows its errors."""
    if request.method != "POST":
        return False
    if rearranges(request):
        unjudged(form)
        return False
    return all([form.is_valid(), *[rows.is_valid() for rows in row_sets]])


class RowForm(forms.ModelForm):
    """One row; `id` is empty for a new one. A row left as it came is blank and is dropped."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    row_template = "components/row.html"
    is_movable = True  # False where the rows sort themselves, by time for example
    focus = ""  # the button that moved this row, for the cursor to stay there


class _BlankRowsAllowed(forms.BaseFormSet):
    """Django permits blanks only behind the rows it was given; here a page drawn again gives all of them."""

    def _construct_form(self, i, **kwargs):
        return super()._construct_form(i, empty_permitted=True, **kwargs)


class RowSet:
    """The rows of one page, from the database or from what was typed.

    `rows` holds the cleaned data of the filled rows once `is_valid()` said so.
    """

    def __init__(self, request, form_class, *, initial, form_kwargs=None, prefix="rows"):
        self.request, self.prefix = request, prefix
        self.factory = forms.formset_factory(form_class, _BlankRowsAllowed, extra=0, max_num=MAX_ROWS)
        self.options = {"prefix": prefix, "form_kwargs": form_kwargs or {}}
        self.form_class = form_class
        if request.method != "POST":
            self.formset = self._unbound(list(initial))
        elif self.wants_save:
            self.formset = self.factory(request.POST, **self.options)
        else:
            self.formset = self._after_button()
        self.rows = []

    @property
    def wants_save(self):
        return self.request.method == "POST" and not rearranges(self.request)

    def is_valid(self):
        if not (self.wants_save and self.formset.is_valid()):
            return False
        self.rows = [form.cleaned_data for form in self.formset if form.has_changed()]
        return True

    @property
    def forms(self):
        return self.formset.forms

    @property
    def has_errors(self):
        return self.formset.is_bound and not self.formset.is_valid()

    def add_error(self, index, error):
        """Show a service's ValidationError at the filled row it belongs to."""
        form = [form for form in self.formset if form.has_changed()][index]
        parts = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error}
        for name, errors in parts.items():
            form.add_error(name if name in form.fields else None, errors)

    def _unbound(self, rows):
        return self.factory(initial=rows or [{}], **self.options)

    def _action(self):
        for name in ACTIONS:
            if f"{self.prefix}-{name}" in self.request.POST:
                return name, self.request.POST[f"{self.prefix}-{name}"]
        return None

    def _typed(self):
        form, data = self.form_class(**self.options["form_kwargs"]), self.request.POST
        total = min(_number(data.get(f"{self.prefix}-TOTAL_FORMS"), 0), MAX_ROWS)
        return [
            {
                name: field.widget.value_from_datadict(data, self.request.FILES, f"{self.prefix}-{i}-{name}")
                for name, field in form.fields.items()
            }
            for i in range(total)
        ]

    def _after_button(self):
        """The typed rows as the button wants them; the cursor goes on in the row that it made or moved."""
        rows, pressed = self._typed(), self._action()
        if not pressed:  # the button belongs to other rows of the page
            return self._unbound(rows)
        name, where = pressed
        at = _number(where, len(rows))
        formset = self._unbound(_rearranged(rows, name, at))
        last = len(formset.forms) - 1
        at = max(0, min(at + {ADD: 1, UP: -1, DOWN: 1}.get(name, 0), last))
        form = formset.forms[at]
        form.focus = {(UP, 0): DOWN, (DOWN, last): UP}.get((name, at), name)
        if name == ADD:
            form.visible_fields()[0].field.widget.attrs["autofocus"] = True
        return formset


def _number(text, otherwise):
    try:
        return max(int(text), 0)
    except (TypeError, ValueError):
        return otherwise


def _rearranged(rows, action, at):
    if action == ADD:
        above = rows[at] if at < len(rows) else {}
        rows.insert(at + 1, {"level": above["level"]} if "level" in above else {})
    elif at >= len(rows):
        pass
    elif action == REMOVE:
        del rows[at]
    elif action in (UP, DOWN):
        to = at - 1 if action == UP else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    else:
        level = _number(rows[at].get("level"), 0)
        rows[at]["level"] = max(level + (1 if action == INDENT else -1), 0)
    return rows


def sync_rows(existing, rows, *, build):
    """Make the stored rows equal to `rows`, in their order; returns them.

    `existing`: a queryset of the parent's rows; `build()`: a new unsaved row of the same parent.
    Rows that are gone are deleted, the others keep their identity; ValidationError carries `.row`.
    """
    by_id = {row.pk: row for row in existing}
    kept = [by_id.pop(row.get("id"), None) or build() for row in rows]
    for gone in by_id.values():
        gone.delete()
    columns = {field.name for field in existing.model._meta.concrete_fields} - {"id"}
    for order, (obj, row) in enumerate(zip(kept, rows, strict=True)):
        for name, value in row.items():
            if name in columns:
                setattr(obj, name, value)
        if hasattr(obj, "order"):
            obj.order = order
        try:
            obj.full_clean()
        except forms.ValidationError as error:
            error.row = order
            raise
        obj.save()
    return kept
