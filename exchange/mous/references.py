from exchange.mous.models import Evidence, MouFile


def kept_files():
    """The SHA-256 of every file of this app, for the content store."""
    yield from MouFile.objects.values_list("sha256", flat=True)
    yield from Evidence.objects.exclude(sha256="").values_list("sha256", flat=True)
