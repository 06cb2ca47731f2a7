"""Editing a list of rows in one plain form: add, move, remove and save, also without JavaScript.

A button other than save re-draws the page with the rows rearranged; nothing typed is lost and
nothing is written. Save validates all rows and hands them to a service, which calls `sync_rows`.
"""

from django import forms

ADD, UP, DOWN, REMOVE, INDENT, OUTDENT = "add", "up", "down", "remove", "indent", "outdent"


class RowForm(forms.ModelForm):
    """One row; `id` is empty for a new one. A row left as it came is blank and is dropped."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    row_template = "components/row.html"


class RowSet:
    """The rows of one page, from the database or from what was typed.

    `rows` holds the cleaned data of the filled rows once `is_valid()` said so.
    """

    def __init__(self, request, form_class, *, initial, form_kwargs=None, prefix="rows"):
        self.request, self.prefix = request, prefix
        self.factory = forms.formset_factory(form_class, extra=0, max_num=500)
        self.options = {"prefix": prefix, "form_kwargs": form_kwargs or {}}
        self.form_class = form_class
        if request.method != "POST":
            self.formset = self._unbound(list(initial))
        elif self.wants_save:
            self.formset = self.factory(request.POST, **self.options)
        else:
            self.formset = self._unbound(self._rearranged(self._typed()))
        self.rows = []

    @property
    def wants_save(self):
        return self.request.method == "POST" and not self._action()

    def is_valid(self):
        if not (self.wants_save and self.formset.is_valid()):
            return False
        self.rows = [form.cleaned_data for form in self.formset if form.has_changed()]
        return True

    @property
    def forms(self):
        return self.formset.forms

    def add_error(self, index, error):
        """Show a service's ValidationError at the filled row it belongs to."""
        [form for form in self.formset if form.has_changed()][index].add_error(None, error)

    def _unbound(self, rows):
        return self.factory(initial=rows or [{}], **self.options)

    def _action(self):
        for name in (ADD, UP, DOWN, REMOVE, INDENT, OUTDENT):
            if f"{self.prefix}-{name}" in self.request.POST:
                return name, self.request.POST[f"{self.prefix}-{name}"]
        return None

    def _typed(self):
        form, data = self.form_class(**self.options["form_kwargs"]), self.request.POST
        try:
            total = min(int(data.get(f"{self.prefix}-TOTAL_FORMS", 0)), 500)
        except ValueError:
            total = 0
        return [
            {
                name: field.widget.value_from_datadict(data, self.request.FILES, f"{self.prefix}-{i}-{name}")
                for name, field in form.fields.items()
            }
            for i in range(total)
        ]

    def _rearranged(self, rows):
        action, where = self._action()
        at = int(where) if where.isdigit() else len(rows)
        if action == ADD:
            above = rows[at] if at < len(rows) else {}
            rows.insert(at + 1, {"level": above["level"]} if "level" in above else {})
        elif action == REMOVE and at < len(rows):
            del rows[at]
        elif action in (UP, DOWN):
            to = at - 1 if action == UP else at + 1
            if 0 <= to < len(rows) and at < len(rows):
                rows[at], rows[to] = rows[to], rows[at]
        elif action in (INDENT, OUTDENT) and at < len(rows):
            level = int(rows[at].get("level") or 0) + (1 if action == INDENT else -1)
            rows[at]["level"] = max(level, 0)
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
