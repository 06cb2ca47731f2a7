"""Many at once, in processes of their own: `python -m tests.ambassadors.loading submit|assign` says as JSON what each
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

from ambassadors import services  # noqa: E402
from ambassadors.models import AdvisoryRequest, Ambassador  # noqa: E402
from exchange.accounts.models import User  # noqa: E402
from exchange.notices import tasks  # noqa: E402
from exchange.privacy.models import ConsentText  # noqa: E402
from tests.factories.ambassadors import business_number  # noqa: E402

REQUESTS, REPEATED, FIRMS, ASKED = 1000, 100, 200, 30
PROCESSES, THREADS = 5, 10  # fifty clients
STAFF = 10

tasks.send_mails.delay = lambda: None  # the letters stay rows


def submit(numbers):
    """One client: its submissions one after the other."""
    consent = ConsentText.objects.in_force("advisory")
    told = Counter()
    for n in numbers:
        firm = {"name": f"예시정밀 {n % FIRMS}", "business_number": business_number(n % FIRMS)}
        row, new = services.receive_request(
            submission=UUID(int=n + 1), client=firm, consent=consent, contact_name="담당 예시",
            contact_email=f"asks{n}@example.com", language="ko", country="VN", topic="company", question=f"질문 {n}",
        )  # fmt: skip
        told["new" if new else "known"] += 1
        assert row.question == f"질문 {n}"
    connection.close()
    return told


def assign(staff):
    """One of the staff: goes through the same requests as all others, in an order of his own."""
    user, told, dice = User.objects.get(pk=staff), Counter(), random.Random(staff)
    ambassadors = list(Ambassador.objects.all())
    asked = list(AdvisoryRequest.objects.waiting()[:ASKED])
    dice.shuffle(asked)
    for request in asked:
        try:
            services.assign_request(request=request, ambassador=dice.choice(ambassadors), by=user)
        except ValidationError as error:
            reasons = error.error_dict.get("ambassador", [error]) if hasattr(error, "error_dict") else [error]
            told[reasons[0].code] += 1
        else:
            told["assigned"] += 1
    connection.close()
    return told


def together(job_and_shares):
    job, shares = job_and_shares
    connection.close()
    with ThreadPoolExecutor(len(shares)) as threads:
        return sum(threads.map(job, shares), Counter())


def main(name):
    if name == "submit":
        numbers = [*range(REQUESTS), *random.Random(1).sample(range(REQUESTS), REPEATED)]
        random.Random(2).shuffle(numbers)
        clients, job = [numbers[place :: PROCESSES * THREADS] for place in range(PROCESSES * THREADS)], submit
    else:
        clients, job = list(User.objects.filter(role="staff").values_list("pk", flat=True)), assign
    shares = [clients[place::PROCESSES] for place in range(PROCESSES)]
    connection.close()
    with get_context("fork").Pool(PROCESSES) as pool:
        told = sum(pool.map(together, [(job, share) for share in shares if share], chunksize=1), Counter())
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
