"""Runs of the sandbox that are remembered: the same script of ours says the same of the same bytes."""

import hashlib
import os
import subprocess
from pathlib import Path


class Remembered:
    """Stands for `subprocess` in exchange.core.sandbox; failures and scripts of tests are not kept."""

    SubprocessError = subprocess.SubprocessError

    def __init__(self, root):
        self.root = Path(root)
        self.answers = {}

    def run(self, command, *, stdin, check, **options):
        script = Path(command[4])
        if not script.is_relative_to(self.root):
            return subprocess.run(command, stdin=stdin, check=True, **options)
        key = (*command, digest(stdin.fileno()))
        if key not in self.answers:
            self.answers[key] = subprocess.run(command, stdin=stdin, check=True, **options)
        return self.answers[key]


def digest(descriptor):
    """Of the whole file, whose position stays where it is."""
    size = os.fstat(descriptor).st_size
    return hashlib.sha256(os.pread(descriptor, size, 0)).hexdigest()
