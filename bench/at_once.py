"""2,000 people register from 50 clients for 300 seats, some of them cancel: nobody sits on a taken seat, the waiting
list keeps its order, nobody is there twice. Real processes on PostgreSQL.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.pages import _new_database

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, CLIENTS, SEATS = 2000, 50, (100, 200)


def measure(folder, _rounds):
    if not os.environ.get("POSTGRES_URL"):
        print("no POSTGRES_URL: nothing to measure on  MISSED")
        return 1
    environment = {**os.environ, "DATABASE_URL": _new_database("bench_at_once"), "VAR_DIR": str(folder / "at-once")}
    return subprocess.run([sys.executable, "-m", "bench.at_once"], cwd=ROOT, env=environment, check=False).returncode


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from forums.models import Registration
    from tests.factories.forums import EditionFactory
    from tests.forums.fairness import unfair

    call_command("migrate", verbosity=0)
    edition = EditionFactory(open=True, seats=SEATS)
    connection.close()
    started = time.perf_counter()
    job = [sys.executable, "-m", "tests.forums.loading", "register", str(edition.pk), str(PEOPLE), str(CLIENTS)]
    told = json.loads(subprocess.run(job, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
    took = time.perf_counter() - started
    rows = Registration.objects.filter(edition=edition)
    wrong = unfair(edition)
    wrong += [] if told["new"] == rows.count() == PEOPLE - told["twice"] else [f"{rows.count()} rows of {told}"]
    wrong += [] if rows.seated().count() == sum(SEATS) else [f"{rows.seated().count()} seated"]
    print(f"{PEOPLE} people, {CLIENTS} clients, {sum(SEATS)} seats: {took:.1f} s, {PEOPLE / took:.0f} a second")
    print(f"told: {told}; seated {rows.seated().count()}, waiting {rows.waiting().count()}")
    print("\n".join(f"{each}  MISSED" for each in wrong) or "fair")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
