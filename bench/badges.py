"""300 badges in one job beside bare WeasyPrint on the same HTML."""

import os
import random
import statistics
import time

from bench.crowd import KANA, KANJI, SYLLABLES, _text
from bench.printing import print_result

BADGES, ROUNDS, MOST, GROWTH, STEPS = 300, 5, 2.0, 1.2, 3
STYLE = '<link rel="stylesheet" href="badges.css"></head>'


def measure(folder, rounds):
    from bench.guests import register, the_forum
    from bench.portal import Portal

    times, ours, seen = {"job": [], "bare": []}, [], []
    with Portal() as portal:
        register(random.Random(2024), BADGES * 2)
        edition = the_forum()
        chance = random.Random(2025)
        for number in range(min(rounds, ROUNDS) + 1):
            run = _new_run(edition, chance, portal.staff)
            seconds, steps = _job(run, portal.staff)
            ours.append(portal.memory())
            rival = _bare(run, folder)
            if number:  # the first warms both
                times["job"].append(seconds)
                times["bare"].append(rival)
                seen.append(steps)
    job, bare = (statistics.median(times[name]) for name in ("job", "bare"))
    ratio = statistics.median(own / other for own, other in zip(times["job"], times["bare"], strict=True))
    print(f"{f'{BADGES} badges, dispatch to ready, s':44}{job:9.2f}")
    print(f"{'bare WeasyPrint, same HTML, warm, s':44}{bare:9.2f}")
    print(f"{'worker memory after each job, MB':44}{' '.join(f'{size:.0f}' for size in ours)}")
    failures = print_result("times bare WeasyPrint", ratio, MOST)
    failures += print_result("memory, last to second job", ours[-1] / ours[1], GROWTH)
    fewest = min(map(len, seen))
    print(f"{'different percentages seen':44}{fewest:9}   at least {STEPS}{'  MISSED' if fewest < STEPS else ''}")
    return failures + (fewest < STEPS)


def _new_run(edition, chance, by):
    """Of people with names that no font subset was cut for yet."""
    from forums.badges import digest
    from forums.models import BadgePrint, Registration

    rows = list(edition.registrations.seated().order_by("pk")[:BADGES])
    for row in rows:
        row.name, row.name_other = _text(chance, SYLLABLES, 3), _text(chance, KANA + KANJI, 7)
    Registration.objects.bulk_update(rows, ["name", "name_other"])
    return BadgePrint.objects.create(
        edition=edition, choice="all", made_by=by, badges={str(row.pk): digest(row) for row in rows}
    )


def _job(run, by):
    """(seconds from dispatch to ready, the percentages that a page would have shown)"""
    from exchange.documents import definitions
    from exchange.documents.services import request_rendition
    from forums.badges import NAME

    rendition = request_rendition(definition=definitions.get(NAME), subject=run, language="ko", by=by)
    start, steps = time.perf_counter(), set()
    while rendition.state != "ready":
        if rendition.state == "failed" or time.perf_counter() - start > 300:
            raise SystemExit(f"error: no badges came out: {rendition.state} {rendition.error} {rendition.error_detail}")
        time.sleep(0.05)
        rendition.refresh_from_db(fields=["state", "error", "error_detail", "progress", "finished_at"])
        steps.add(rendition.progress)
    return (rendition.finished_at - rendition.requested_at).total_seconds(), steps


def _bare(run, folder):
    """The library as it comes, in this warm process, with the pictures as files."""
    import weasyprint
    import weasyprint.pdf

    from exchange.documents.renderers import badges, pdf
    from forums.badges import build

    tree = build(run, "ko")
    markup = pdf.html(tree).replace("</head>", STYLE, 1)
    for name, (data, _kind) in badges.codes(tree).items():
        (folder / f"{name}.png").write_bytes(data)
        markup = markup.replace(f'src="{name}"', f'src="{name}.png"')
    (folder / "badges.html").write_text(markup)
    (folder / "badges.css").write_text(pdf.styles("ko"))
    ours, weasyprint.pdf.stream.Font = weasyprint.pdf.stream.Font, weasyprint.pdf.fonts.Font
    try:
        start = time.perf_counter()
        weasyprint.HTML(folder / "badges.html").write_pdf(os.devnull, pdf_variant="pdf/a-2u", pdf_tags=True)
        return time.perf_counter() - start
    finally:
        weasyprint.pdf.stream.Font = ours
