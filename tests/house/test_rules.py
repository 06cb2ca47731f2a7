"""The rules of the house that a machine can see (docs and README say why)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.house.sources import PACKAGES, ROOT, python_files, relative, template_files

OWN_MODELS = [m for m in apps.get_models() if m.__module__.split(".")[0] in PACKAGES]


def test_imports_go_down_only():
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", list(python_files()), ids=relative)
def test_module_is_short(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", list(python_files()), ids=relative)
def test_function_fits_on_a_screen(path):
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 60
    ]
    assert long == []


def test_nothing_is_called_utils():
    names = {path.stem for path in python_files()}
    assert names.isdisjoint({"utils", "helpers", "common", "misc"})


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda m: m._meta.label)
def test_constraint_has_a_name_and_a_message(model):
    for constraint in model._meta.constraints:
        assert constraint.name
        default = models.BaseConstraint.default_violation_error_message
        assert constraint.violation_error_message != default, f"{constraint.name} says nothing to people"


def test_services_take_keywords_only():
    """A write is called by names, so that a call reads as a sentence; `by` says who."""
    for path in python_files():
        if path.stem != "services" and "services" not in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and is_atomic(node):
                assert not node.args.args, f"{relative(path)}: {node.name} takes positional arguments"


def is_atomic(function):
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def test_every_permission_asked_for_is_registered():
    from exchange.core.permissions import registered

    labels = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES}
    name = re.compile(rf"""["']((?:{"|".join(labels)})\.[a-z]+_[a-z_]+)["']""")
    asked = {found for path in [*python_files(), *template_files()] for found in name.findall(path.read_text())}
    asked = {name for name in asked if not re.search(r"\.(models|services|tasks|apps)|_api$", name)}
    assert asked, "no permission found: the pattern is wrong"
    assert asked - set(registered) == set()


def test_every_template_is_used():
    code = "\n".join(p.read_text() for p in [*python_files(), *template_files()])
    third_party = ("account/", "allauth/", "admin/", "django/", "rest_framework/", "drf_spectacular/")
    for path in template_files():
        name = path.relative_to(ROOT / "templates").as_posix()
        error_page = re.fullmatch(r"\d{3}(_csrf)?\.html", name)
        of_a_block = name.startswith("documents/print/") and re.search(rf'type: str = "{path.stem}"', code)
        assert name in code or name.startswith(third_party) or error_page or of_a_block, f"{name} is not used"


# What is printed becomes a PDF, which no browser reads.
PAGES = [path for path in template_files() if not relative(path).startswith("templates/documents/print/")]


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_template_keeps_the_content_policy(path):
    """No inline style, script or event handler: the policy would refuse them in the browser."""
    html = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", html)


def test_every_setting_stands_in_the_readme():
    settings = (ROOT / "exchange" / "settings.py").read_text()
    names = set(re.findall(r"""(?:env(?:\.\w+)?|required)\(\s*["']([A-Z_]+)["']""", settings))
    assert names
    readme = (ROOT / "README.md").read_text()
    assert {name for name in names if f"`{name}`" not in readme} == set()
