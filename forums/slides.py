from forums.models import Talk


def kept_slides():
    """The SHA-256 of the slides of every talk, for the content store."""
    return Talk.objects.exclude(slides_sha256="").values_list("slides_sha256", flat=True)
