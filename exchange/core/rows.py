"""Editing a list of rows in one plain form: add, move, remove and save, also without JavaScript.

A button other than save re-draws the page with the rows rearranged; nothing typed is lost and
nothing is written. Save validates all rows and hands them to a service, which calls `sync_rows` (core.sync).
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

ADD, UP, DOWN, REMOVE, INDENT, OUTDENT = "add", "up", "down", "remove", "indent", "outdent"
ACTIONS = (ADD, UP, DOWN, REMOVE, INDENT, OUTDENT)
MAX_ROWS = 500  # that a save takes
MOST_ROWS = 1500  # that a page still shows, so that nothing typed is lost over the limit


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
    group_field = ""  # the choice under whose values the rows stand; a row moves from one to the next
    first_field = ""  # where the cursor stands in a new row, if not in the first field
    is_quick = False  # Enter goes on in the next row instead of saving (static/rows.js)
    focus = ""  # the button that moved this row, for the cursor to stay there

    def has_changed(self):
        return bool({*self.changed_data} - {self.group_field})


@dataclass(frozen=True)
class Row:
    """A form where it stands on the page; `is_first` and `is_last` among all rows."""

    place: int
    form: RowForm
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class RowGroup:
    value: str
    label: str
    rows: list


class _BlankRowsAllowed(forms.BaseFormSet):
    """Django permits blanks only behind the rows it was given; here a page drawn again gives all of them."""

    default_error_messages = forms.BaseFormSet.default_error_messages | {
        "too_many_forms": _(
            "한 번에 %(num)d줄까지 저장할 수 있습니다. 적은 내용은 그대로 있으니 줄을 합치거나 나누어 주세요."
        )
    }

    def _construct_form(self, i, **kwargs):
        return super()._construct_form(i, empty_permitted=True, **kwargs)


class RowSet:
    """The rows of one page, from the database or from what was typed.

    `rows` holds the cleaned data of the filled rows once `is_valid()` said so.
    """

    group_template = ""  # what stands under the rows of each `group`

    def __init__(self, request, form_class, *, initial, form_kwargs=None, prefix="rows"):
        self.request, self.prefix = request, prefix
        limits = {"max_num": MAX_ROWS, "absolute_max": MOST_ROWS, "validate_max": True}
        self.factory = forms.formset_factory(form_class, _BlankRowsAllowed, extra=0, **limits)
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
        self._filled = self._on_page([form for form in self.formset if form.has_changed()])
        self.rows = [form.cleaned_data for form in self._filled]
        return True

    @property
    def forms(self):
        return self.formset.forms

    @property
    def is_movable(self):
        return self.form_class.is_movable

    @property
    def is_quick(self):
        return self.form_class.is_quick

    @property
    def group_field(self):
        return self.form_class.group_field

    @property
    def has_errors(self):
        return self.formset.is_bound and not self.formset.is_valid()

    @property
    def faults(self):
        """[(number of the row on the page, field or None, messages)] of all that is wrong in the rows."""
        return [
            (number, form[name] if name in form.fields else None, errors)
            for number, form in enumerate(self.forms, 1)
            for name, errors in form.errors.items()
        ]

    def add_error(self, index, error):
        """Show a service's ValidationError at the filled row it belongs to."""
        form = self._filled[index]
        parts = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error}
        for name, errors in parts.items():
            form.add_error(name if name in form.fields else None, errors)

    def refuse(self, error):
        """A service's refusal that names a row stands there; one about all of them above."""
        if hasattr(error, "row"):
            self.add_error(error.row, error)
        else:
            self.formset.non_form_errors().extend(error.messages)

    @property
    def blank(self):
        """For static/rows.js, which puts the number of the new row in the place of __prefix__."""
        return Row(0, self.formset.empty_form, is_first=False, is_last=False)

    @property
    def groups(self):
        """The rows as they stand on the page, under the values of their `group_field` if they have one."""
        values = self._group_values()
        groups = [RowGroup(value, label, []) for value, label in values.items()]
        forms_of = {group.value: [] for group in groups}
        for place, form in enumerate(self.forms):
            value = form[form.group_field].value() if form.group_field else ""
            forms_of[value if value in values else groups[0].value].append((place, form))
        for group in groups:
            last = len(forms_of[group.value]) - 1
            for n, (place, form) in enumerate(forms_of[group.value]):
                is_first, is_last = group is groups[0] and n == 0, group is groups[-1] and n == last
                group.rows.append(Row(place, form, is_first, is_last))
        return groups

    def _group_values(self):
        """The groups' values and labels in their order; one without a name where rows have none."""
        return dict(self.form_class.base_fields[self.group_field].choices) if self.group_field else {"": ""}

    def _on_page(self, judged):
        """The forms in the order of their groups."""
        name, values = self.group_field, list(self._group_values())
        return sorted(judged, key=lambda form: values.index(form.cleaned_data[name])) if name else judged

    def _in_groups(self, rows):
        """The rows sorted by group, each with a value that is one."""
        name, values = self.group_field, list(self._group_values())
        if not name:
            return rows
        for row in rows:
            row[name] = row.get(name) if row.get(name) in values else values[0]
        return sorted(rows, key=lambda row: values.index(row[name]))

    def _unbound(self, rows):
        return self.factory(initial=self._in_groups(rows or [{}]), **self.options)

    def _action(self):
        for name in ACTIONS:
            if f"{self.prefix}-{name}" in self.request.POST:
                return name, self.request.POST[f"{self.prefix}-{name}"]
        return None

    def _typed(self):
        form, data = self.form_class(**self.options["form_kwargs"]), self.request.POST
        total = min(_number(data.get(f"{self.prefix}-TOTAL_FORMS"), 0), MOST_ROWS)
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
        row = _rearranged(rows, name, where, self.group_field, list(self._group_values()))
        rows = self._in_groups(rows)
        formset = self._unbound(rows)
        at, last = next((n for n, each in enumerate(rows) if each is row), 0), len(formset.forms) - 1
        form = formset.forms[at]
        form.focus = {(UP, 0): DOWN, (DOWN, last): UP}.get((name, at), name)
        if name == ADD:
            first = form.first_field or form.visible_fields()[0].name
            form.fields[first].widget.attrs["autofocus"] = True
        return formset


def _number(text, otherwise):
    try:
        return max(int(text), 0)
    except (TypeError, ValueError):
        return otherwise


def _rearranged(rows, action, where, group, values):
    """Do to the rows what the button says; returns the row in which the cursor goes on."""
    at = _number(where, len(rows))
    if action == ADD:
        row = _new_below(rows[at] if at < len(rows) else {group: where}, group)
        rows.insert(at + 1, row)
        return row
    if at >= len(rows):
        return rows[-1] if rows else None
    row = rows[at]
    if action == REMOVE:
        del rows[at]
        return rows[min(at, len(rows) - 1)] if rows else None
    if action in (UP, DOWN):
        _step(rows, row, -1 if action == UP else 1, group, values)
    else:
        row["level"] = max(_number(row.get("level"), 0) + (1 if action == INDENT else -1), 0)
    return row


def _new_below(above, group):
    """A new row is of the level and group of the one above it."""
    return {name: above[name] for name in ("level", group) if above.get(name)}


def _step(rows, row, by, group, values):
    """Change places with the next row of the group; at the group's end go over into the next group."""
    peers = [each for each in rows if each.get(group) == row.get(group)]
    to = next(n for n, each in enumerate(peers) if each is row) + by
    at = next(n for n, each in enumerate(rows) if each is row)
    if 0 <= to < len(peers):
        other = next(n for n, each in enumerate(rows) if each is peers[to])
        rows[at], rows[other] = rows[other], rows[at]
    elif group and 0 <= (place := values.index(row[group]) + by) < len(values):
        row[group] = values[place]
        rows.insert(0 if by > 0 else len(rows), rows.pop(at))
