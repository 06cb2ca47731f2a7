"""A signed-in visitor in a process of his own: asks for pages named on standard input, answers with what each cost.

Usage: python -m bench.visitor EMAIL      lines in: a path; lines out: JSON of seconds, bytes, queries, status.
`as=EMAIL` behind the path: somebody else asks. `counted`: how many queries it takes, not how long.
The environment names the database. Two pages serve as references: `/bare/` lists 50 rows of a table with one query,
`/empty/` lists none.
"""

import gc
import json
import os
import sys
import time


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from exchange.accounts.models import User

    settings.ROOT_URLCONF = "bench.urls"
    settings.ALLOWED_HOSTS = ["*"]
    clients, queries = {}, []

    def client_of(email):
        if email not in clients:
            clients[email] = Client(raise_request_exception=True)
            clients[email].force_login(User.objects.get(email=email))
        return clients[email]

    def counted(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    gc.freeze()
    for line in sys.stdin:
        path, *headers = line.split()
        client = client_of(next((word[3:] for word in headers if word.startswith("as=")), sys.argv[1]))
        queries.clear()
        if "counted" in headers:
            with connection.execute_wrapper(counted):
                response = client.get(path)
            seconds = 0
        else:
            start = time.perf_counter()
            response = client.get(path)
            seconds = time.perf_counter() - start
        answer = {
            "seconds": seconds, "bytes": len(response.content), "queries": len(queries), "status": response.status_code,
        }  # fmt: skip
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
