"""Who may do what is said once: `register("app.verb_noun", predicate)` in an app's permissions.py.

Pages, templates, API and flows ask by that name through `user.has_perm(name, obj)`.
"""

import rules
from rules.permissions import permissions as registered  # noqa: F401  (name -> predicate, read by the house tests)

register = rules.add_perm


@rules.predicate
def is_visible(user, obj):
    """The row is in `visible_to(user)`: the one definition of who may see it."""
    if obj is None or vars(obj).get("found_for") == user.pk:  # exchange.core.views.with_object found it there
        return obj is not None
    return type(obj).objects.visible_to(user).filter(pk=obj.pk).exists()
