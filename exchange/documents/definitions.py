"""What documents the portal can make. A feature registers its own once, in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from exchange.documents.blocks import Tree


@dataclass(frozen=True)
class Definition:
    """One kind of document, for example the result report of a trip.

    `view` and `make` are permission names asked of the subject; `find` turns the key that people
    use (a slug) into the subject; `build(subject, language)` reads the models and returns the tree;
    `file_name(subject, language)` is the name a person would choose, without its ending;
    `page(subject)` is the address of the page the document is made on. What is not `is_shelved` is for
    use at once, like badges: nobody publishes it.
    """

    name: str
    title: str | Promise
    model: type
    view: str
    make: str
    languages: tuple[str, ...]
    find: Callable
    build: Callable[..., Tree]
    file_name: Callable[..., str]
    page: Callable[..., str]
    is_shelved: bool = True


_definitions: dict[str, Definition] = {}


def register(definition):
    _definitions[definition.name] = definition


def get(name):
    """KeyError for a name that nobody registered."""
    return _definitions[name]


def all_definitions():
    return list(_definitions.values())
