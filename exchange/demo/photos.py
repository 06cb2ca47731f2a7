"""The sample photos as a whole-trip document carries them."""

import base64
import hashlib

from exchange.demo.pictures import draw
from exchange.meetings import images


def sample_photo(scene, caption_ko, caption_ja):
    """The photo's entry and its files by SHA-256, made by the same steps as an upload."""
    picture = images.prepare(draw(scene))
    entry = {
        "print_sha256": _sha256(picture.print_copy), "thumbnail_sha256": _sha256(picture.thumbnail),
        "width": picture.width, "height": picture.height,
        "caption_ko": caption_ko, "caption_ja": caption_ja, "is_sample": True,
    }  # fmt: skip
    return entry, {_sha256(data): base64.b64encode(data).decode() for data in (picture.print_copy, picture.thumbnail)}


def _sha256(data):
    return hashlib.sha256(data).hexdigest()
