"""The list of a forum's participants with 50,000 rows beside one that fills a page."""

import os

from bench import promises
from bench.pages import BARE, PAGE, Visitor

AMOUNTS = {"few": {**PAGE, "registrations": 100}, "many": {**PAGE, "registrations": 50_000}}
LISTS = ["{registrations}", "{registrations}?side=counterpart", "{registrations}?state=waiting"]
OTHERS = ["{registrations}?q=%EA%B0%80", "{registrations}?page=9", "{forum}"]


def measure(folder, rounds):
    if not os.environ.get("POSTGRES_URL"):
        print("no POSTGRES_URL: nothing to measure on  MISSED")
        return 1
    visitors = {size: Visitor("postgresql", f"guests-{size}", folder, amounts) for size, amounts in AMOUNTS.items()}
    try:
        paths = [path.format(**visitors["few"].places) for path in [BARE, *LISTS, *OTHERS]]
        costs = {(size, path): visitors[size].cost(path) for path in paths for size in visitors}
        times = {key: [] for key in costs}
        for _ in range(rounds):
            for path in paths:
                for size in visitors:
                    times[size, path].append(visitors[size].time(path))
    finally:
        for visitor in visitors.values():
            visitor.leave()
    demanded = [path.format(**visitors["few"].places) for path in LISTS]
    return promises.report(paths, costs, times, demanded)
