"""python -m bench [report|pages|promises|advice|uploads …]: the portal beside its references. See README.md here."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

PARTS = ["report", "pages", "promises", "advice", "uploads"]


def main():
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("parts", nargs="*", choices=[[], *PARTS], default=PARTS, help="all of them by default")
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
    if part == "report":
        from bench.report import measure

        return measure(folder, arguments.rounds, arguments.reports)
    if part == "pages":
        from bench.pages import measure

        return measure(folder, max(arguments.rounds, 15))
    if part == "promises":
        from bench.promises import measure

        return measure(folder, max(arguments.rounds, 15))
    if part == "advice":
        from bench.advice import measure

        return measure(folder, max(arguments.rounds, 15))
    from bench.uploads import measure

    return measure(folder)


if __name__ == "__main__":
    sys.exit(main())
