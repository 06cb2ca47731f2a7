from delegations.models import Clipping


def scans_of_clippings():
    """What the content store holds for press cuttings."""
    for original, pages in Clipping.objects.exclude(scan_sha256="").values_list("scan_sha256", "scan_pages").iterator():
        yield original
        yield from (page["sha256"] for page in pages)
