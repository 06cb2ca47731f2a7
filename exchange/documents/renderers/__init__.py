"""One renderer per format: block tree in, bytes out. No renderer knows what a trip is."""

from collections.abc import Callable

from exchange.documents.blocks import Tree


class RenderError(Exception):
    """Why no file came out. `code` names a cause that has a text for people, `detail` is for the log."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def render(tree: Tree, format: str, *, on_progress: Callable[[int], None] = lambda percent: None) -> bytes:
    """The document as a file. `on_progress` is told the percentage done, from 0 to 100."""
    from exchange.documents.renderers import pdf  # WeasyPrint is for workers; a web process never loads it

    renderers = {"pdf": pdf.render}
    if format not in renderers:
        raise RenderError("format_unknown", format)
    return renderers[format](tree, on_progress)


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
