from itertools import chain

from ambassadors.models import Ambassador, SessionFile


def photos_of_ambassadors():
    """What the content store holds for ambassadors."""
    photos = Ambassador.objects.exclude(photo_sha256="").values_list("photo_sha256", "thumbnail_sha256")
    return chain.from_iterable(photos.iterator())


def files_of_sessions():
    yield from SessionFile.objects.values_list("sha256", flat=True)
