"""5,000 ambassadors with 200,000 sessions beside the demo's, filled up to its pages."""

import os
import statistics

from bench.pages import BARE, PAGE, Visitor

FEW = {**PAGE, "ambassadors": 60, "requests": 300, "sessions": 2_500}
MANY = {**PAGE, "ambassadors": 5_000, "requests": 20_000, "sessions": 200_000}
HIS = " as=ambassador@example.com"
PAGES = [
    "/ambassadors/", "{ambassador}", "/advisory/", "{waiting}", "/advisory/sessions/", "/advisory/sessions/?country=VN",
    "/advisory/sessions/?ambassador=%23{ambassador_key}", "{advised}", "/ambassadors/renewal/", f"/{HIS}",
    f"/advisory/{HIS}", f"/advisory/sessions/{HIS}", "/advisory/sessions/log/" + HIS,
]  # fmt: skip
STATISTICS = ["/advisory/statistics/"]
OTHERS = [
    "/advisory/sessions/?q=%EA%B0%80", "/advisory/sessions/?topic=law", "/ambassadors/?topic=law", "/calendar/",
    "/api/v1/ambassadors/", "/api/v1/advisory/requests/", "/api/v1/advisory/sessions/",
]  # fmt: skip
MOST, MOST_OF_STATISTICS, QUERIES, KILOBYTES = 1.3, 2.0, 12, 40
GROWTH = dict.fromkeys(PAGES, MOST) | dict.fromkeys(STATISTICS, MOST_OF_STATISTICS)


def measure(folder, rounds):
    if not os.environ.get("POSTGRES_URL"):
        print("no POSTGRES_URL: nothing to measure on  MISSED")
        return 1
    visitors = {
        size: Visitor("postgresql", f"advice-{size}", folder, amounts)
        for size, amounts in (("few", FEW), ("many", MANY))
    }
    forms = [BARE, *PAGES, *STATISTICS, *OTHERS]
    try:
        asked = {(size, form): form.format(**visitor.places) for size, visitor in visitors.items() for form in forms}
        costs = {(size, form): visitors[size].cost(path) for (size, form), path in asked.items()}
        times = {key: [] for key in asked}
        for _ in range(rounds):
            for form in forms:
                for size in visitors:
                    times[size, form].append(visitors[size].time(asked[size, form]))
    finally:
        for visitor in visitors.values():
            visitor.leave()
    return report(forms, costs, times)


def report(forms, costs, times):
    print(f"demanded: growth at most {MOST} of the first {len(PAGES) + 1}, {MOST_OF_STATISTICS} of statistics;")
    print(f"          {QUERIES} queries, the same, {KILOBYTES} KB")
    print(f"{'':50}{'few ms':>8}{'many ms':>8}{'growth':>8}{'x bare':>8}{'queries':>9}{'KB':>7}")
    failures = 0
    for form in forms:
        few, many = (statistics.median(times[size, form]) for size in ("few", "many"))
        growth = statistics.median(b / a for a, b in zip(times["few", form], times["many", form], strict=True))
        bare = statistics.median(b / a for a, b in zip(times["few", BARE], times["few", form], strict=True))
        cost, queries = costs["many", form], costs["few", form]["queries"]
        missed = ["queries"] * (cost["queries"] > QUERIES or cost["queries"] > queries)
        missed += ["size"] * (cost["bytes"] > KILOBYTES * 1024 and not form.startswith("/api/"))
        missed += ["growth"] * (growth > GROWTH.get(form, float("inf")))
        missed += [f"status {cost['status']}"] * (cost["status"] != 200)
        failures += len(missed)
        print(
            f"{form.replace('ambassador@example.com', 'ambassador')[:49]:50}{1000 * few:8.1f}{1000 * many:8.1f}"
            f"{growth:8.2f}{bare:8.2f}{queries:6}/{cost['queries']}{cost['bytes'] / 1024:7.1f}"
            f"{'  MISSED ' + ', '.join(missed) if missed else ''}",
            flush=True,
        )
    return failures
