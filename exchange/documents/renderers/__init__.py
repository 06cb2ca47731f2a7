"""One renderer per format: block tree in, bytes out. No renderer knows what a trip is."""

import gc
from collections.abc import Callable
from functools import cache

from exchange.documents.blocks import Tree


class RenderError(Exception):
    """Why no file came out. `code` names a cause that has a text for people, `detail` is for the log."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class File(bytes):
    """The bytes of a rendered file, with what its maker knows about it and a reader would have to parse."""

    pages = 0

    def __new__(cls, data, pages):
        file = super().__new__(cls, data)
        file.pages = pages
        return file


def render(tree: Tree, format: str, *, on_progress: Callable[[int], None] = lambda percent: None) -> File:
    """The document as a file, with its number of `pages`. `on_progress` is told the percentage done, from 0 to 100."""
    from exchange.documents.renderers import pdf  # WeasyPrint is for workers; a web process never loads it

    renderers = {"pdf": pdf.render}
    if format not in renderers:
        raise RenderError("format_unknown", format)
    data = renderers[format](tree, on_progress)
    _settle()
    return data


@cache
def _settle():
    """After a process's first document: what is loaded by now stays, so the collector need not visit it again.

    Every report leaves garbage in rings; going through all of Django for it took a tenth of the time.
    """
    gc.collect()
    gc.freeze()


def _version():
    """Changes with everything that shapes a page, so that a new look renders anew."""
    import hashlib
    from importlib.metadata import version
    from pathlib import Path

    from django.conf import settings

    digest = hashlib.sha256(version("weasyprint").encode())
    here = Path(__file__).parent
    for path in sorted([*here.iterdir(), *(settings.BASE_DIR / "templates/documents/print").iterdir()]):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


RENDERER_VERSION = _version()
