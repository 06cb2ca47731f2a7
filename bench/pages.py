"""Pages in a portal of the demo's size and in one used for years, on both databases, beside two bare views."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
STAFF = "staff@example.com"
# The demo's lists filled up to a page of 50, and each trip with as many meetings as the shuttle line has room for.
PAGE = {"trips": 60, "meetings": 300, "organizations": 60, "people": 60}
YEARS = {"trips": 500, "meetings": 5000, "organizations": 30_000, "people": 60_000}
BARE, EMPTY = "/bare/", "/empty/"
TRIP, SEARCH = "/delegations/tokyo-2024/", "%EC%A4%91%EC%86%8C"
# Lists of 50 rows and detail pages: at most so many times the bare list, queries and kilobytes.
TIMES_BARE, QUERIES, KILOBYTES = 3, 12, 40
LISTS = ["/delegations/", "/meetings/", "/directory/organizations/", "/directory/people/", "/documents/"]
DETAILS = [
    TRIP, f"{TRIP}delegates/", f"{TRIP}itinerary/", f"{TRIP}meetings/", "{meeting}", "{organization}", "{person}",
]  # fmt: skip
API = [f"/api/v1/{name}/" for name in ("delegations", "meetings", "organizations", "people")]
OTHERS = [
    "/", "/shuttle/", f"{TRIP}promises/", "{meeting}outcomes/", f"{TRIP}report/", f"{TRIP}history/", "/calendar/",
    f"/search/?q={SEARCH}", "{minutes}",
]  # fmt: skip
# A family name, initials, a whole name, a syllable that thousands have, a title of a quarter of all. In both portals
# each finds the same number of lines (crowd.FOUND): one line beside ten would measure the drawing of nine.
PICKER = [f"{{picker}}?q={quote(word)}" for word in ("김", "ㄱㄷㅇ", "김동우", "가", "회장")]
GROWTH = {"postgresql": 1.3, "sqlite": 2.0}
PICKER_TIMES_EMPTY = 2


def measure(folder, rounds):
    failures = 0
    for vendor in GROWTH:
        if vendor == "postgresql" and not os.environ.get("POSTGRES_URL"):
            print("no POSTGRES_URL: PostgreSQL is left out  MISSED")
            failures += 1
            continue
        failures += measure_on(vendor, folder, rounds)
    return failures


def measure_on(vendor, folder, rounds):
    visitors = {size: Visitor(vendor, size, folder) for size in ("page", "years")}
    try:
        paths = [
            path.format(**visitors["page"].places) for path in [BARE, EMPTY, *LISTS, *DETAILS, *API, *OTHERS, *PICKER]
        ]
        costs = {(size, path): visitors[size].cost(path) for path in paths for size in visitors}
        times = {key: [] for key in costs}
        for _ in range(rounds):
            for path in paths:
                for size in visitors:
                    times[size, path].append(visitors[size].time(path))
    finally:
        for visitor in visitors.values():
            visitor.leave()
    return report(vendor, visitors["page"].places, costs, times)


def report(vendor, places, costs, times):
    print(
        f"demanded: growth at most {GROWTH[vendor]}; lists, details and the API at most {TIMES_BARE} x bare, {QUERIES} "
        f"queries, {KILOBYTES} KB; the picker at most {PICKER_TIMES_EMPTY} x {EMPTY}"
    )
    print(f"--- {vendor}\n{'':44}{'ms':>8}{'growth':>8}{'x bare':>8}{'queries':>9}{'KB':>7}")
    failures = 0
    named = lambda paths: [path.format(**places) for path in paths]  # noqa: E731
    for path in [BARE, EMPTY, *named(LISTS + DETAILS + API + OTHERS + PICKER)]:
        cost = costs["years", path]
        growth = _ratio(times["years", path], times["page", path])
        bare = _ratio(times["page", path], times["page", BARE])
        empty = _ratio(times["years", path], times["years", EMPTY])
        missed = []
        if path not in (BARE, EMPTY) and growth > GROWTH[vendor]:
            missed.append("growth")
        if path in named(LISTS + DETAILS + API):
            missed += ["bare"] * (bare > TIMES_BARE) + ["queries"] * (cost["queries"] > QUERIES)
            missed += ["size"] * (cost["bytes"] > KILOBYTES * 1024)
        if path in named(PICKER) and empty > PICKER_TIMES_EMPTY:
            missed.append(f"empty x {empty:.2f}")
        if cost["status"] != 200:
            missed.append(f"status {cost['status']}")
        failures += len(missed)
        print(
            f"{path[:43]:44}{1000 * statistics.median(times['years', path]):8.1f}{growth:8.2f}{bare:8.2f}"
            f"{cost['queries']:9}{cost['bytes'] / 1024:7.1f}{'  MISSED ' + ', '.join(missed) if missed else ''}"
        )
    return failures


def _ratio(ours, reference):
    """The median of the ratios of what was measured side by side."""
    return statistics.median(own / other for own, other in zip(ours, reference, strict=True))


class Visitor:
    """A portal of this size in a process of its own, with somebody signed in."""

    def __init__(self, vendor, size, folder, amounts=None):
        self.environment = {**os.environ, "VAR_DIR": str(folder / f"{vendor}-{size}"), "LOG_LEVEL": "ERROR"}
        if vendor == "postgresql":
            self.environment["DATABASE_URL"] = _new_database(f"bench_{size}")
        amounts = json.dumps(amounts or (PAGE if size == "page" else YEARS))
        made = subprocess.run(
            [sys.executable, "-m", "bench.crowd", amounts],
            cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.places = json.loads(made.stdout.splitlines()[-1])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.visitor", STAFF],
            cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def cost(self, path):
        """Queries, bytes and status; asked twice, so that nothing is cold."""
        self._ask(path)
        return self._ask(f"{path} counted")

    def time(self, path):
        return self._ask(path)["seconds"]

    def _ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def leave(self):
        self.process.stdin.close()
        self.process.wait(20)


def _new_database(name):
    import psycopg2

    url = os.environ["POSTGRES_URL"]
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return f"{url.rpartition('/')[0]}/{name}"
