from itertools import chain

from exchange.meetings.models import Attachment, Photo


def kept_files():
    """What the content store holds for meetings."""
    photos = Photo.objects.values_list("print_sha256", "thumbnail_sha256")
    attachments = Attachment.objects.values_list("sha256", flat=True)
    return chain(chain.from_iterable(photos.iterator()), attachments.iterator())
