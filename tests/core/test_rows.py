"""The rows of a page, driven as a browser drives them: read the page, change inputs, press a button."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import RequestFactory
from lxml import html

from exchange.core.rows import MOST_ROWS, RowForm, RowSet, all_valid, rearranges, unjudged
from exchange.directory.forms import OrganizationForm
from exchange.directory.models import OrganizationFigure
from tests.factories.directory import FigureFactory


class Row(RowForm):
    class Meta:
        model = OrganizationFigure
        fields = ["label", "value", "as_of", "source", "is_approximate"]


FILLED = {"label": "회원 수", "value": "937", "as_of": "2024-07-19", "source": "언론 보도"}


def press(rows=(), button=None, at="0", prefix="rows", **more):
    """A POST with these rows as typed; without a button it is the one that saves."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, **more}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    if button:
        data[f"{prefix}-{button}"] = at
    return RequestFactory().post("/", data)


def row_set(request, initial=(), prefix="rows"):
    return RowSet(request, Row, initial=list(initial), prefix=prefix)


def labels(rows):
    return [form["label"].value() for form in rows.forms]


def typed(*names):
    return [{"label": name} for name in names]


def page(rows):
    return html.fromstring(
        render_to_string("components/rows.html", {"rows": rows, "add_text": "더", "request": rows.request})
    )


def test_enter_in_a_field_saves_and_takes_no_row_out():
    first, *_ = page(row_set(RequestFactory().get("/"))).xpath("//button")
    assert "name" not in first.attrib
    assert "hx-post" not in first.attrib


def test_first_page_without_rows_offers_a_blank_one():
    assert labels(row_set(RequestFactory().get("/"))) == [None]


@pytest.mark.parametrize(
    ("button", "at", "after"),
    [
        ("add", "0", ["a", None, "b", "c"]),
        ("add", "3", ["a", "b", "c", None]),
        ("up", "1", ["b", "a", "c"]),
        ("up", "0", ["a", "b", "c"]),
        ("down", "0", ["b", "a", "c"]),
        ("down", "2", ["a", "b", "c"]),
        ("remove", "1", ["a", "c"]),
        ("remove", "9", ["a", "b", "c"]),
        ("up", "-1", ["a", "b", "c"]),
        ("up", "x", ["a", "b", "c"]),
        ("remove", "9" * 5000, ["a", "b", "c"]),
        ("indent", "1", ["a", "b", "c"]),
    ],
)
def test_button_rearranges_and_writes_nothing(button, at, after):
    rows = row_set(press(typed("a", "b", "c"), button, at))
    assert labels(rows) == after
    assert not rows.wants_save
    assert not rows.is_valid()
    assert rows.rows == []


def test_removing_the_only_row_leaves_a_blank_one():
    assert labels(row_set(press(typed("a"), "remove"))) == [None]


@pytest.mark.parametrize("button", ["add", "up", "down", "remove"])
def test_button_keeps_everything_typed_also_what_is_wrong(button):
    wrong = {"id": "7", "label": "<b>가</b>", "value": "많음", "as_of": "2월", "source": "", "is_approximate": "on"}
    drawn = page(row_set(press([wrong, wrong, {"label": "x"}], button, "2")))
    for name in ("id", "label", "value", "as_of"):
        assert drawn.xpath(f'//input[@name="rows-0-{name}"]/@value') == [wrong[name]]
    assert drawn.xpath('//input[@name="rows-0-is_approximate"]/@checked')
    assert not drawn.xpath('//*[@class="form-hint-invalid"]')


def test_new_row_takes_the_level_of_the_one_above():
    class Deep(Row):
        level = RowForm.base_fields["id"].__class__(required=False)

    def levels(button, at="0", level="2"):
        request = press([{"label": "a", "level": level}], button, at)
        return [form["level"].value() for form in RowSet(request, Deep, initial=[]).forms]

    assert levels("add") == ["2", "2"]
    assert levels("indent") == [3]
    assert levels("outdent") == [1]
    assert levels("outdent", level="0") == [0]
    assert levels("indent", level="깊이") == [1]


def test_cursor_goes_to_the_new_row_and_stays_with_a_moved_one():
    drawn = page(row_set(press(typed("a", "b"), "add", "2")))
    assert drawn.xpath("//*[@autofocus]/@name") == ["rows-2-label"]
    drawn = page(row_set(press(typed("a", "b", "c"), "up", "2")))
    assert [(b.get("name"), b.get("value")) for b in drawn.xpath("//*[@autofocus]")] == [("rows-up", "1")]
    drawn = page(row_set(press(typed("a", "b", "c"), "up", "1")))
    assert [(b.get("name"), b.get("value")) for b in drawn.xpath("//*[@autofocus]")] == [("rows-down", "0")]


def test_page_sends_back_what_it_shows():
    drawn = page(row_set(RequestFactory().get("/"), [FILLED, FILLED]))
    assert drawn.xpath('//input[@name="rows-TOTAL_FORMS"]/@value') == ["2"]
    buttons = [(b.get("name"), b.get("value")) for b in drawn.xpath("//button[@name and not(@hidden)]")]
    assert buttons == [
        ("rows-down", "0"),
        ("rows-remove", "0"),
        ("rows-up", "1"),
        ("rows-remove", "1"),
        ("rows-add", "2"),
    ]
    assert all(b.get("formnovalidate") is not None for b in drawn.xpath("//button[@name]"))


def test_rows_that_sort_themselves_cannot_be_moved():
    class Fixed(Row):
        is_movable = False

    drawn = page(RowSet(RequestFactory().get("/"), Fixed, initial=[FILLED, FILLED]))
    assert {b.get("name") for b in drawn.xpath("//button[@name]")} == {"rows-remove", "rows-add"}


class Sided(Row):
    side = forms.ChoiceField(choices=[("kr", "한국"), ("jp", "일본"), ("far", "그 밖")])
    group_field, first_field = "side", "value"


SIDED = [{"label": "a", "side": "kr"}, {"label": "b", "side": "jp"}, {"label": "c", "side": "jp"}]


def grouped(rows):
    return {group.label: [row.form["label"].value() for row in group.rows] for group in rows.groups}


def test_grouped_rows_stand_under_their_groups():
    shuffled = RowSet(RequestFactory().get("/"), Sided, initial=[SIDED[1], SIDED[0], SIDED[2] | {"side": "?"}])
    assert grouped(shuffled) == {"한국": ["a", "c"], "일본": ["b"], "그 밖": []}
    assert labels(shuffled) == ["a", "c", "b"], "numbers of the form follow the page"


@pytest.mark.parametrize(
    ("button", "at", "after"),
    [
        ("up", "2", [["a"], ["c", "b"], []]),
        ("up", "1", [["a", "b"], ["c"], []]),
        ("up", "0", [["a"], ["b", "c"], []]),
        ("down", "0", [[], ["a", "b", "c"], []]),
        ("down", "2", [["a"], ["b"], ["c"]]),
        ("add", "kr", [["a", None], ["b", "c"], []]),
        ("add", "far", [["a"], ["b", "c"], [None]]),
        ("add", "1", [["a"], ["b", None, "c"], []]),
        ("add", "nowhere", [["a", None], ["b", "c"], []]),
        ("remove", "0", [[], ["b", "c"], []]),
    ],
)
def test_row_moves_within_its_group_and_over_the_border(button, at, after):
    rows = RowSet(press(SIDED, button, at), Sided, initial=[])
    assert list(grouped(rows).values()) == after
    if button == "add":
        assert [name for name in page(rows).xpath("//*[@autofocus]/@name") if name.endswith("-value")]


@pytest.mark.django_db
def test_row_with_nothing_but_its_group_is_blank():
    rows = RowSet(press([{"side": "jp"}, {**FILLED, "side": "jp"}]), Sided, initial=[])
    assert rows.is_valid(), rows.formset.errors
    assert [row["label"] for row in rows.rows] == ["회원 수"]


@pytest.mark.django_db
def test_save_drops_blank_rows_wherever_they_stand():
    rows = row_set(press([{}, FILLED, {}, {**FILLED, "label": "업체 수"}]))
    assert rows.is_valid(), rows.formset.errors
    assert [row["label"] for row in rows.rows] == ["회원 수", "업체 수"]


@pytest.mark.django_db
def test_save_shows_errors_at_the_row():
    rows = row_set(press([FILLED, {**FILLED, "value": "많음", "source": ""}]))
    assert not rows.is_valid()
    assert rows.has_errors
    assert list(rows.forms[0].errors) == []
    assert set(rows.forms[1].errors) == {"value", "source"}
    assert page(rows).xpath('//input[@name="rows-1-value"]/@value') == ["많음"]


@pytest.mark.django_db
def test_emptied_row_is_asked_about_not_dropped():
    """A stored row goes with its remove button; emptying it by accident must not lose it."""
    figure = FigureFactory()
    rows = row_set(press([{"id": str(figure.pk)}]))
    assert not rows.is_valid()
    assert "label" in rows.forms[0].errors


@pytest.mark.django_db
def test_service_error_is_shown_at_its_row_past_blank_ones():
    rows = row_set(press([{}, FILLED, FILLED]))
    assert rows.is_valid()
    rows.add_error(1, ValidationError({"value": "큽니다", "organization": "없습니다", "__all__": "두 번"}))
    assert rows.forms[1].errors == {}
    assert rows.forms[2].errors == {"value": ["큽니다"], "__all__": ["없습니다", "두 번"]}
    assert rows.has_errors


@pytest.mark.django_db
@pytest.mark.parametrize("total", ["", "x", "-3", str(MOST_ROWS + 5000)])
def test_forged_count_is_refused_not_fatal(total):
    rows = row_set(press([FILLED], **{"rows-TOTAL_FORMS": total}))
    assert not rows.is_valid() or rows.rows == []
    assert len(row_set(press([], "add", **{"rows-TOTAL_FORMS": total})).forms) <= MOST_ROWS + 1


@pytest.mark.django_db
def test_button_of_other_rows_on_the_page_leaves_these_unjudged():
    request = press([{"label": "a", "value": "많음"}], **{"others-add": "0", "others-TOTAL_FORMS": "0"})
    rows = row_set(request)
    assert not rows.wants_save
    assert labels(rows) == ["a"]
    assert not rows.has_errors
    assert labels(row_set(request, prefix="others")) == [None]


@pytest.mark.parametrize(("names", "does"), [(["rows-add"], True), (["rows-0-label", "add"], False), ([], False)])
def test_rearranges_knows_its_buttons(names, does):
    assert rearranges(RequestFactory().post("/", dict.fromkeys(names, "0"))) is does


@pytest.mark.django_db
def test_unjudged_form_shows_what_was_typed_without_errors(staff_choices):
    form = unjudged(
        OrganizationForm({"name_ko": "", "founded_on": "언젠가", "parent": "없는 곳"}, choices=staff_choices)
    )
    drawn = str(form)
    assert "언젠가" in drawn
    assert "없는 곳" in drawn
    assert not form.errors


@pytest.mark.django_db
def test_all_valid_judges_every_part(staff_choices):
    request = press([{**FILLED, "value": "많음"}], name_ko="")
    form, rows = OrganizationForm(request.POST, choices=staff_choices), row_set(request)
    assert not all_valid(request, form, rows)
    assert form.errors
    assert rows.has_errors
