"""The pages of a scanned PDF as pictures for print.

Runs in a process of its own (exchange.core.sandbox, called by scans.py) and so imports nothing of the portal.
"""

import json
import sys
from io import BytesIO

PRINT_SIDE = 1600
FINEST = 300 / 72  # pixels a point: a small page is not blown up
LONGEST = 20  # times the shorter side; a longer strip is no page
QUALITIES = (85, 78, 70)  # the first one that stays below PRINT_BYTES
PRINT_BYTES = 600 * 1024


class Unfit(Exception):
    """The code says why: content, broken, locked, enclosure, pages."""


def develop(data, most):
    """[(JPEG, width, height)] of at most `most` pages."""
    import pypdfium2
    from pypdfium2 import raw

    if b"%PDF-" not in data[:1024]:
        raise Unfit("content")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unfit("locked" if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else "broken") from error
    if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
        raise Unfit("locked")
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        raise Unfit("enclosure")
    if len(document) > most:
        raise Unfit("pages")
    try:
        return [_picture(page) for page in document]
    except Unfit:
        raise
    except Exception as error:  # a damaged page: whatever went wrong, it does not print
        raise Unfit("broken") from error


def _picture(page):
    sides = page.get_size()
    if not (min(sides) >= 1 and max(sides) <= LONGEST * min(sides)):
        raise Unfit("broken")
    bitmap = page.render(scale=min(PRINT_SIDE / max(sides), FINEST))
    image = bitmap.to_pil().convert("RGB")
    image.thumbnail((PRINT_SIDE, PRINT_SIDE))  # a rounded-up pixel
    return _jpeg(image), image.width, image.height


def _jpeg(image):
    for quality in QUALITIES:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= PRINT_BYTES:
            break
    return buffer.getvalue()


def main():
    try:
        pages = develop(sys.stdin.buffer.read(), int(sys.argv[2]))
        answer = {"pages": [(len(data), width, height) for data, width, height in pages]}
    except Unfit as unfit:
        pages, answer = [], {"unfit": str(unfit)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(data for data, _w, _h in pages))


if __name__ == "__main__":
    main()
