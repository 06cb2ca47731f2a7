"""Every text of the interface exists in Korean (the source), Japanese and English."""

import gettext
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.house.sources import ROOT, python_files, relative, template_files

HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
LANGUAGES = ["ja", "en"]
# Names that stay in Korean whatever the language of the page.
KOREAN_IN_EVERY_LANGUAGE = {"한국어"}


@pytest.fixture(scope="module")
def template_of_messages(tmp_path_factory):
    """A fresh catalogue of every msgid, extracted from a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources") / "portal"
    skipped = shutil.ignore_patterns(".venv", ".git", "var", "__pycache__", "tests", "bench", "*.mo", "node_modules")
    shutil.copytree(ROOT, copy, ignore=skipped)
    command = [sys.executable, "manage.py", "makemessages", "--keep-pot", "-v0", "-l", "ja", "-l", "en"]
    subprocess.run(command, cwd=copy, check=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.settings"})
    return copy / "locale" / "django.pot"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language, template_of_messages):
    catalogue = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    compared = subprocess.run(
        ["msgcmp", str(catalogue), str(template_of_messages)], capture_output=True, text=True, check=False
    )
    assert compared.returncode == 0, f"{language}: missing, untranslated or fuzzy\n{compared.stderr}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_holds_no_korean(language, tmp_path):
    catalogue = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    compiled = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check", "-o", str(compiled), str(catalogue)], check=True)
    with compiled.open("rb") as file:
        translations = gettext.GNUTranslations(file)._catalog
    korean = {text for text in translations.values() if HANGUL.search(text) and text not in KOREAN_IN_EVERY_LANGUAGE}
    assert korean == set()


TRANSLATED = re.compile(
    r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}|{#.*?#}|{%\s*comment\b.*?endcomment\s*%}",
    re.S,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)


@pytest.mark.parametrize("path", list(template_files()), ids=relative)
def test_template_has_no_text_outside_translation(path):
    """A tag's own arguments may hold Korean only where the tag translates or names a translated text."""
    visible = TAG.sub("", TRANSLATED.sub("", path.read_text()))
    assert not HANGUL.search(visible), HANGUL.search(visible)


def test_extraction_sees_a_new_text(template_of_messages):
    """The comparison can fail: a text of the base template is in the fresh catalogue."""
    assert 'msgid "본문 바로가기"' in template_of_messages.read_text()


def test_python_texts_are_marked():
    """Korean in code stands inside a translation call; the wording of documents is per-language code."""
    exempt = (
        "exchange/demo/", "exchange/settings.py", "exchange/documents/wording", "exchange/documents/outline.py",
        "exchange/documents/renderers/", "delegations/documents", "exchange/meetings/reporting.py",
        "exchange/mous/reporting.py", "forums/documents", "delegations/typed.py",
        "ambassadors/documents", "ambassadors/anonymity.py", "ambassadors/casebooks.py",
        "ambassadors/services/casebooks.py",
        "forums/importing/words.py", "forums/badges.py", "forums/naming.py",
        "exchange/core/search.py", "exchange/core/romanised.py", "exchange/mous/proposals.py",
    )  # fmt: skip
    offenders = []
    for path in python_files():
        if not relative(path).startswith(exempt):
            offenders += [f"{relative(path)}: {text}" for text in unmarked_korean(path.read_text())]
    assert offenders == []


def unmarked_korean(source):
    """String constants with Hangul that are not an argument of a gettext call, a docstring or an enum's own label."""
    import ast

    tree = ast.parse(source)
    marked = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")).strip("_") in {
            "", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext",
        }:  # fmt: skip
            marked |= {id(constant) for argument in node.args for constant in ast.walk(argument)}
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            marked.add(id(node.body[0].value))
    for node in ast.walk(tree):
        text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        korean = isinstance(text, str) and HANGUL.search(text) and text not in KOREAN_IN_EVERY_LANGUAGE
        if korean and id(node) not in marked:
            yield text
