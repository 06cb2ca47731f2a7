from uuid import NAMESPACE_URL, uuid5


def uid(name):
    """The same uid at every loading, so that a second one finds what the first one made."""
    return str(uuid5(NAMESPACE_URL, f"shuttle-exchange/demo/{name}"))
