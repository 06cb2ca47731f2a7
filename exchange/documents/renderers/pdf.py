"""Block tree to PDF/A-2u, tagged, by WeasyPrint."""

import hashlib
from functools import cache
from io import BytesIO

from django.template.loader import render_to_string
from PIL import Image, ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from exchange.core import content
from exchange.documents.blocks import Cover
from exchange.documents.renderers import File, RenderError, badges, weasy
from exchange.documents.renderers.look import style_context
from exchange.documents.renderers.pages import chapters
from exchange.documents.renderers.typesetting import SANS, SERIF, charset

weasy.install()
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint's import allows what an upload must refuse
BASE = "https://document.invalid/"  # urljoin wants a known scheme; nothing is ever opened there
OPTIONS = {"pdf_variant": "pdf/a-2u", "pdf_tags": True}
CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def render(tree, on_progress):
    check_fonts(tree.language)
    pictures = load_pictures(tree) | badges.codes(tree)
    on_progress(10)
    document = parse(html(tree), pictures)
    on_progress(25)
    try:
        pages = document.render(font_config=fonts(), stylesheets=[stylesheet(tree.language)], **OPTIONS)
    except FatalURLFetchingError as error:  # a BaseException: it would pass everybody who catches errors
        raise RenderError("picture_missing", str(error)) from error
    on_progress(75)
    data = pages.write_pdf(finisher=weasy.name_bare_fonts, **OPTIONS)
    on_progress(100)
    return File(data, len(pages.pages))


def html(tree):
    cover = next((block for block in tree.blocks if isinstance(block, Cover)), None)
    return render_to_string("documents/print/report.html", {"tree": tree, "cover": cover, "chapters": chapters(tree)})


def parse(markup, pictures):
    return HTML(string=markup, base_url=BASE, url_fetcher=OwnPictures(pictures))


def check_fonts(language):
    for family in SERIF[language] + SANS[language]:
        if not charset(family)[0]:
            raise RenderError("font_missing", family)


def load_pictures(tree):
    return {sha256: _load_picture(sha256) for sha256 in set(tree.pictures)}


def _load_picture(sha256):
    """The bytes and their type; a picture that cannot be read stops the job, it is never left out silently."""
    try:
        data = content.load(sha256)
    except FileNotFoundError as error:
        raise RenderError("picture_missing", sha256) from error
    if hashlib.sha256(data).hexdigest() != sha256:  # damaged since the upload, which had looked at it whole
        raise RenderError("picture_unreadable", sha256)
    try:
        with Image.open(BytesIO(data), formats=list(CONTENT_TYPES)) as image:
            return data, CONTENT_TYPES[image.format]
    except Exception as error:  # Pillow raises a dozen kinds for bytes that are no picture
        raise RenderError("picture_unreadable", sha256) from error


class OwnPictures(URLFetcher):
    """Serves the document's own pictures and nothing else: no network, no disk."""

    def __init__(self, pictures):
        super().__init__(allowed_protocols=())
        self.pictures = pictures

    def fetch(self, url, headers=None):
        name = url.removeprefix(BASE)
        if name not in self.pictures:
            raise FatalURLFetchingError(url)
        data, content_type = self.pictures[name]
        return URLFetcherResponse(url, data, {"Content-Type": content_type})


@cache
def fonts():
    return FontConfiguration()


@cache
def stylesheet(language):
    return CSS(string=styles(language), base_url=BASE, font_config=fonts())


def styles(language):
    return render_to_string("documents/print/report.css", style_context(language))
