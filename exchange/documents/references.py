import re

from exchange.documents.models import Edition

_NAME = re.compile(r'"([0-9a-f]{64})"')


def pictures_of_editions():
    """What the content store holds for editions: they keep their pictures for ever, whatever their state.

    Taken from the text of the tree and not from its blocks, so that a block of any kind and any age counts.
    """
    for tree in Edition.objects.values_list("tree", flat=True).iterator():
        yield from _NAME.findall(tree)
