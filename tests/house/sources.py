"""What the project's own source is, for the tests that read it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["exchange", "delegations", "forums", "ambassadors"]


def python_files():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def template_files():
    yield from sorted((ROOT / "templates").rglob("*.html"))


def relative(path):
    return path.relative_to(ROOT).as_posix()
