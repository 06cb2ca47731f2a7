"""The report job beside its rivals."""

import os
import statistics
import time

from bench.printing import print_result

WARM, EARLY, LATE = 3, 20, 200
LONGEST = 570  # seconds for everything
LARGEST_PDF = 3 * 1024 * 1024
# name, what it is, most that the job may take of its time, aim
DEMANDS = [
    ("chromium", "headless Chromium, same HTML", 1 / 3, 1 / 5),
    ("libreoffice", "LibreOffice, equivalent .docx", 1 / 3, 1 / 5),
    ("weasyprint", "bare WeasyPrint, same HTML, warm", 1.3, 1.3),
    ("typst", "Typst, same content, cold", None, 3),
]


def measure(folder, rounds, reports):
    from bench.portal import Portal
    from bench.rivals import Rivals

    started = time.monotonic()
    with Portal() as portal:
        print(f"broker: {'Redis' if os.environ.get('REDIS_URL') else 'files'}, database: SQLite, {rounds} rounds\n")
        for _ in range(WARM):
            portal.report()
        portal.change_content()
        rivals = Rivals(portal.definition.build(portal.trip, "ko"), _folder(folder / "rivals"))
        times, size = race(portal, rivals, rounds)
        done = WARM + rounds
        failures = print_times(times, rivals.pages())
        failures += print_result("PDF size, MB", size / 1024**2, LARGEST_PDF / 1024**2)
        failures += print_result("renders of unchanged content", portal.renders_of_unchanged_content(), 0)
        failures += memory(portal, done, reports, until=started + LONGEST)
    return failures


def _folder(path):
    path.mkdir()
    return path


def race(portal, rivals, rounds):
    """Everybody once in each round, so that a busy machine slows all alike."""
    times = {name: [] for name in ["portal", *(name for name, *_ in DEMANDS)]}
    for name, *_ in DEMANDS:
        getattr(rivals, name)()  # first starts write profiles and caches
    for _ in range(rounds):
        seconds, rendition = portal.report()
        times["portal"].append(seconds)
        for name, *_ in DEMANDS:
            start = time.perf_counter()
            getattr(rivals, name)()
            times[name].append(time.perf_counter() - start)
    return times, rendition.size


def print_times(times, pages):
    portal, failures = statistics.median(times["portal"]), 0
    print(f"{'':36}{'median s':>9}{'pages':>7}{'ratio':>8}{'demanded':>10}{'aim':>7}")
    print(f"{'report job, dispatch to ready':36}{portal:9.3f}")
    for name, title, demanded, aim in DEMANDS:
        median = statistics.median(times[name])
        ratio = statistics.median(own / other for own, other in zip(times["portal"], times[name], strict=True))
        failed = demanded is not None and ratio > demanded
        failures += failed
        limit = f"{demanded:.2f}" if demanded else "-"
        shown = pages.get(name, pages.get("office"))
        print(f"{title:36}{median:9.3f}{shown:7}{ratio:8.2f}{limit:>10}{aim:7.2f}{'  MISSED' if failed else ''}")
    print()
    return failures


def memory(portal, done, reports, until):
    """What the worker holds after 20 reports and after the last; a machine too busy for all of them is told so."""
    early, number = portal.memory(), done
    while number < reports and time.monotonic() < until:
        portal.report()
        number += 1
        if number == EARLY:
            early = portal.memory()
    late = portal.memory()
    print(f"{f'worker memory after {EARLY} reports, MB':36}{early:9.1f}")
    print(f"{f'worker memory after {number} reports, MB':36}{late:9.1f}")
    if number < reports:
        print(f"the time was over after {number} reports of {reports}  MISSED")
    return print_result("memory ratio", late / early, 1.2) + (number < reports)
