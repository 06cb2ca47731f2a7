"""What the tags of exchange.core.templatetags.drawn keep, and what they must not."""

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils.safestring import SafeString
from django.utils.translation import override

ENGINE = Engine(builtins=["exchange.core.templatetags.drawn", "django.templatetags.i18n"])


def draw(template, language="ko", **values):
    with override(language):
        return template.render(Context(values))


def test_what_is_kept_sees_only_the_names_given_to_it():
    template = ENGINE.from_string("{% once by role=role %}{{ role }}:{{ who }}{% endonce %}:{{ who }}")
    assert draw(template, role="staff", who="김") == "staff::김"
    assert draw(template, role="staff", who="이") == "staff::이"
    assert draw(template, role="admin", who="박") == "admin::박"


def test_each_language_is_drawn_by_itself():
    template = ENGINE.from_string("{% once %}{% get_current_language as code %}{{ code }}{% endonce %}")
    assert [draw(template, language) for language in ("ko", "ja", "ko", "en")] == ["ko", "ja", "ko", "en"]


def test_marks_are_filled_anew_and_escaped():
    template = ENGINE.from_string(
        "{% fill who=user at=place by loud=loud %}{who}{% if loud %}!{% endif %} {at}{% endfill %}"
    )
    assert draw(template, user="<b>", place=SafeString("<i>"), loud=True) == "&lt;b&gt;! <i>"
    assert draw(template, user="'{at}'", place=1, loud=True) == "&#x27;{at}&#x27;! 1"
    assert draw(template, user="a", place="b", loud=False) == "a b"


def test_a_row_is_filled_for_each():
    template = ENGINE.from_string("{% each rows by tag=tag %}\n    <{{ tag }}>{name}</{{ tag }}>{% endeach %}")
    rows = [{"name": "&"}, {"name": SafeString("<b>나</b>")}]
    assert draw(template, rows=rows, tag="li") == "\n<li>&amp;</li>\n<li><b>나</b></li>"
    assert draw(template, rows=[], tag="li") == ""


@pytest.mark.parametrize(
    "tag", ["once section=x", "once with x=x", "fill a=a with x", "each rows x=x", "each rows by x"]
)
def test_a_tag_that_is_written_wrong_is_refused(tag):
    with pytest.raises(TemplateSyntaxError):
        ENGINE.from_string(f"{{% {tag} %}}{{% end{tag.split()[0]} %}}")
