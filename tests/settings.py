"""The portal's settings for one test run: a folder and a database of its own, so that runs never meet."""

import atexit
import os
import shutil
import tempfile

from tests.undefined import UndefinedVariable

if "TEST_RUN_DIR" not in os.environ:  # a process that a test starts inherits it
    os.environ["TEST_RUN_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_RUN_DIR"], ignore_errors=True)
os.environ["VAR_DIR"] = os.environ["TEST_RUN_DIR"]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the tests' thread
for name in ("PRODUCTION", "DEBUG", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS"):
    os.environ.pop(name, None)

from exchange.settings import *  # noqa: E402, F403
from exchange.settings import BASE_DIR, DATABASES, STATIC_ROOT, STORAGES, TEMPLATES, VAR_DIR  # noqa: E402

database = DATABASES["default"]
if database["ENGINE"].endswith("sqlite3"):
    database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # a file: a worker and a live server open it too
    database["OPTIONS"] = {**database["OPTIONS"], "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
else:
    database["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}
    database["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable(BASE_DIR)
