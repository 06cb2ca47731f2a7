"""The ledger with 20,000 commitments and 100,000 pieces of evidence beside the demo's, filled up to its tables."""

import os
import statistics

from bench.pages import BARE, PAGE, Visitor

FEW = {**PAGE, "commitments": 90, "evidence": 450}
MANY = {**PAGE, "commitments": 20_000, "evidence": 100_000}
LEDGER = "/commitments/"
TABLES = [LEDGER, "/commitments/?obligor=joint", "/commitments/?state=late"]  # a whole one, one side, late ones
OTHERS = ["/commitments/?obligor=ours&page=9", "/commitments/?due=year", "/commitments/?q=%EA%B0%80", "{commitment}"]
GROWTH, QUERIES, KILOBYTES = 1.3, 12, 40


def measure(folder, rounds):
    if not os.environ.get("POSTGRES_URL"):
        print("no POSTGRES_URL: nothing to measure on  MISSED")
        return 1
    visitors = {
        size: Visitor("postgresql", f"promises-{size}", folder, amounts)
        for size, amounts in (("few", FEW), ("many", MANY))
    }
    try:
        paths = [path.format(**visitors["few"].places) for path in [BARE, *TABLES, *OTHERS]]
        costs = {(size, path): visitors[size].cost(path) for path in paths for size in visitors}
        times = {key: [] for key in costs}
        for _ in range(rounds):
            for path in paths:
                for size in visitors:
                    times[size, path].append(visitors[size].time(path))
    finally:
        for visitor in visitors.values():
            visitor.leave()
    return report(paths, costs, times, TABLES)


def report(paths, costs, times, demanded):
    print(f"demanded: growth at most {GROWTH} of {', '.join(demanded)}; {QUERIES} queries, the same, {KILOBYTES} KB")
    print(f"{'':44}{'few ms':>8}{'many ms':>8}{'growth':>8}{'x bare':>8}{'queries':>9}{'KB':>7}")
    failures = 0
    for path in paths:
        few, many = (statistics.median(times[size, path]) for size in ("few", "many"))
        growth = statistics.median(b / a for a, b in zip(times["few", path], times["many", path], strict=True))
        bare = statistics.median(b / a for a, b in zip(times["few", BARE], times["few", path], strict=True))
        cost, queries = costs["many", path], costs["few", path]["queries"]
        missed = ["queries"] * (cost["queries"] > min(queries, QUERIES))
        missed += ["size"] * (cost["bytes"] > KILOBYTES * 1024) + ["growth"] * (path in demanded and growth > GROWTH)
        missed += [f"status {cost['status']}"] * (cost["status"] != 200)
        failures += len(missed)
        print(
            f"{path[:43]:44}{1000 * few:8.1f}{1000 * many:8.1f}{growth:8.2f}{bare:8.2f}{queries:6}/{cost['queries']}"
            f"{cost['bytes'] / 1024:7.1f}{'  MISSED ' + ', '.join(missed) if missed else ''}"
        )
    return failures
