"""What a policy forum is usually prepared by: usual_tasks.csv, to be taken over with one press and then changed."""

import csv
from functools import cache
from pathlib import Path


@cache
def usual_tasks():
    """The facts of each, as save_task takes them."""
    with (Path(__file__).parent / "usual_tasks.csv").open(encoding="utf-8") as file:
        return tuple(
            {
                "days": int(row["days"]), "side": row["side"], "is_shared": row["shared"] == "yes",
                "title_ko": row["title_ko"], "title_ja": row["title_ja"],
            }
            for row in csv.DictReader(file)
        )  # fmt: skip


def missing_in(tasks):
    """The usual ones that nobody has written down yet, as they are called or under another day."""
    there = {task.title_ko for task in tasks}
    return [facts for facts in usual_tasks() if facts["title_ko"] not in there]
