"""python -m bench [PART …]: the portal beside its references. See README.md here."""

import argparse
import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

PARTS = {  # with their modules
    "report": "report", "pages": "pages", "promises": "promises", "advice": "advice",
    "registrations": "registrations_list", "badges": "badges", "at-once": "at_once",
    "uploads": "uploads",
}  # fmt: skip
OF_PAGES = ("pages", "promises", "advice", "registrations")


def main():
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[*PARTS], help="all of them by default")
    options.add_argument("--rounds", type=int, default=7, help="pairs measured in turn; medians are printed")
    options.add_argument("--reports", type=int, default=200, help="reports after which memory is read again")
    arguments = options.parse_args()
    started, failures = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        prepare_django(folder)
        for part in arguments.parts:
            print(f"\n=== {part}\n", flush=True)
            failures += run(part, Path(folder), arguments)
    print(f"\n{time.monotonic() - started:.0f} s in all; {failures or 'no'} demand(s) missed")
    return 1 if failures else 0


def prepare_django(folder):
    for name in ("DATABASE_URL", "PRODUCTION", "DEBUG"):
        os.environ.pop(name, None)
    os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "exchange.settings", "LOG_LEVEL": "ERROR"}
    import django

    django.setup()


def run(part, folder, arguments):
    measure = import_module(f"bench.{PARTS[part]}").measure
    if part == "report":
        return measure(folder, arguments.rounds, arguments.reports)
    if part in OF_PAGES:
        return measure(folder, max(arguments.rounds, 15))
    return measure(folder) if part == "uploads" else measure(folder, arguments.rounds)


if __name__ == "__main__":
    sys.exit(main())
