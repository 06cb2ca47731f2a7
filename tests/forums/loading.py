"""Many at once, in processes of their own: `python -m tests.forums.loading register|check_in …` says as JSON what each
of them was told. Real transactions of the services on the database of the test; no HTTP is between.
"""

import json
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from uuid import UUID

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection  # noqa: E402

from exchange.accounts.models import User  # noqa: E402
from exchange.notices import tasks  # noqa: E402
from exchange.privacy.models import ConsentText  # noqa: E402
from forums import services  # noqa: E402
from forums.enums import Origin  # noqa: E402
from forums.models import Edition, Registration  # noqa: E402

PROCESSES = 5
SIDES = ("ours", "counterpart")
AGAIN, SAME_ADDRESS, LEAVES = 10, 10, 5  # of so many one is sent twice, one takes another's address, one cancels

tasks.send_mails.delay = lambda: None  # the letters stay rows


def register(edition, numbers):
    """One client: its people one after the other; some are sent twice, some cancel at once."""
    edition, consent = Edition.objects.get(pk=edition), ConsentText.objects.in_force("forum")
    told = Counter()
    for n in numbers:
        taken = n % SAME_ADDRESS == SAME_ADDRESS - 1  # on the same side, or on the other one
        side = SIDES[(n // SAME_ADDRESS + (taken and n // SAME_ADDRESS % 4 > 1)) % 2]
        person = {"name": f"예시 {n}", "email": f"guest{n - 1 if taken else n}@example.com", "consent": consent}
        try:
            row, new = services.register(
                edition=edition, side=side, submission=UUID(int=n + 1), origin=Origin.OPEN, **person
            )  # fmt: skip
        except ValidationError as error:
            told[error.error_dict["email"][0].code] += 1
            continue
        told["new" if new else "known"] += 1
        if n % LEAVES == 0 and row.is_active:
            services.cancel_registration(registration=row)
            told["left"] += 1
    connection.close()
    return told


def check_in(edition, doors):
    """One door: everybody who has a seat, in an order of its own."""
    by, told = User.objects.filter(role="staff").first(), Counter()
    for door in doors:
        people = list(Registration.objects.seated().filter(edition=edition).order_by("pk"))
        random.Random(door).shuffle(people)
        for row in people:
            _came, is_first = services.check_in(registration=row, by=by)
            told["first" if is_first else "again"] += 1
    connection.close()
    return told


JOBS = {"register": register, "check_in": check_in}


def together(work):
    name, edition, shares = work
    connection.close()
    with ThreadPoolExecutor(len(shares)) as threads:
        return sum(threads.map(lambda share: JOBS[name](edition, share), shares), Counter())


def numbers_of(people):
    """Each of them, and one in ten a second time, of those who stay."""
    numbers = [*range(people), *range(3, people, AGAIN)]
    random.Random(2).shuffle(numbers)
    return numbers


def main(name, edition, number, clients):
    edition, number, clients = int(edition), int(number), int(clients)
    work = numbers_of(number) if name == "register" else list(range(number))
    shares = [share for place in range(clients) if (share := work[place::clients])]
    by_process = [group for place in range(PROCESSES) if (group := shares[place::PROCESSES])]
    connection.close()
    with get_context("fork").Pool(PROCESSES) as pool:
        told = sum(pool.map(together, [(name, edition, group) for group in by_process], chunksize=1), Counter())
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
