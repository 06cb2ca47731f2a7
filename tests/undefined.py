"""A variable that a template of ours uses and nobody defines is a fault, not an empty string."""

import sys
import threading
from pathlib import Path

seen = []  # what a live server's thread met, where an exception fails no test; read after each one


class UndefinedVariable(str):
    """Stands in for Django's `string_if_invalid`, which it fills with the variable's name by `%`."""

    def __new__(cls, root):
        text = super().__new__(cls, "%s")
        text.root = Path(root)
        return text

    def __mod__(self, variable):
        template = current_template()
        if not self.is_ours(template):
            return ""
        fault = f"undefined variable {variable} in {template}"
        if threading.current_thread() is not threading.main_thread():
            seen.append(fault)
        raise AssertionError(fault)

    def is_ours(self, template):
        path = Path(template)
        return path.is_relative_to(self.root) and "site-packages" not in path.parts


def current_template():
    """The template whose node is being rendered, found on the stack."""
    frame = sys._getframe(2)
    while frame:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if frame.f_code.co_name.startswith("render") and origin is not None:
            return str(origin.name)
        frame = frame.f_back
    return ""
