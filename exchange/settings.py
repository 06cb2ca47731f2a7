"""Every setting of the portal, read from the environment; the table in README.md explains each.

Two ways to run: embedded (the default: SQLite, file-system broker, everything under VAR_DIR)
and production (PRODUCTION=1: PostgreSQL, Redis; refuses to start when a setting is missing).
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from exchange.schema import ENUM_NAMES

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()


def required(name, embedded_default):
    """The environment's value; in production there is no default to fall back on."""
    value = env.str(name, default="")
    if not value and PRODUCTION:
        raise ImproperlyConfigured(f"{name} must be set when PRODUCTION=1")
    return value or embedded_default


def embedded_secret():
    """A random key kept in VAR_DIR, so that sessions survive a restart of the embedded portal."""
    from django.core.management.utils import get_random_secret_key

    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = required("SECRET_KEY", "") or embedded_secret()
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SITE_URL = required("SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "exchange.accounts.views.csrf_failure"

# --- applications -----------------------------------------------------------

INSTALLED_APPS = [
    "exchange",
    "delegations",
    "forums",
    "ambassadors",
    "exchange.mous",
    "exchange.meetings",
    "exchange.directory",
    "exchange.documents",
    "exchange.notices",
    "exchange.privacy",
    "exchange.accounts",
    "exchange.audit",
    "exchange.core",
    "allauth",
    "allauth.account",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "exchange.accounts.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "exchange.accounts.middleware.UserLanguageMiddleware",
    "exchange.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "exchange.urls"
WSGI_APPLICATION = "exchange.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": [
                "exchange.core.templatetags.portal",
                "exchange.core.templatetags.drawn",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    },
]
FORM_RENDERER = "exchange.core.forms.PortalRenderer"

# --- database, cache, files ---------------------------------------------------

DATABASES = {"default": env.db_url_config(required("DATABASE_URL", f"sqlite:///{VAR_DIR}/portal.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    if PRODUCTION:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database when PRODUCTION=1")
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # What is prepared once for a session is planned once (exchange.directory.statements), not for each name typed.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c plan_cache_mode=force_generic_plan")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}
}

MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "exchange.core.staticfiles.GzippedStaticFilesStorage"},
}
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # all rows that a page may show (exchange.core.rows.MOST_ROWS)
MAX_PHOTO_MB = env.int("MAX_PHOTO_MB", default=40)
MAX_FILE_MB = env.int("MAX_FILE_MB", default=40)
MAX_SCAN_PAGES = env.int("MAX_SCAN_PAGES", default=6)
CONTENT_GRACE_DAYS = env.int("CONTENT_GRACE_DAYS", default=7)

# --- jobs: the row is the truth, a message is only a nudge (docs/adr) ---------

CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2, "socket_timeout": 5}
if not REDIS_URL:
    BROKER_DIR = VAR_DIR / "broker"
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,  # seconds; a whole one by default, longer than most jobs
    }
# A request never waits for a broker that is down: the row stays queued and beat sends it later.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Seoul"
RENDITION_LEASE_SECONDS = env.int("RENDITION_LEASE_SECONDS", default=60)
RENDITION_MAX_ATTEMPTS = env.int("RENDITION_MAX_ATTEMPTS", default=3)
RENDITION_RESEND_SECONDS = env.int("RENDITION_RESEND_SECONDS", default=20)
RENDITION_TIME_LIMIT_SECONDS = env.int("RENDITION_TIME_LIMIT_SECONDS", default=300)
HEAL_EVERY_SECONDS = env.int("HEAL_EVERY_SECONDS", default=15)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heal-renditions": {
        "task": "exchange.documents.tasks.heal_renditions",
        "schedule": HEAL_EVERY_SECONDS,
        "options": {"expires": HEAL_EVERY_SECONDS * 4},  # a worker that was away finds a few, not a day's worth
    },
    "run-rules-of-notices": {
        "task": "exchange.notices.tasks.run_rules",
        "schedule": crontab(minute=5),
        "options": {"expires": 3600},
    },
    "send-mails": {
        "task": "exchange.notices.tasks.send_mails",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "turn-years-of-commitments": {
        "task": "exchange.mous.tasks.turn_years",
        "schedule": crontab(minute=15),
        "options": {"expires": 3600},
    },
    "return-unanswered-requests": {
        "task": "ambassadors.tasks.return_unanswered",
        "schedule": crontab(minute=25),
        "options": {"expires": 3600},
    },
    "remove-old-contacts": {
        "task": "ambassadors.tasks.remove_old_contacts",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "remove-old-contacts-of-forums": {
        "task": "forums.tasks.remove_old_contacts",
        "schedule": crontab(hour=3, minute=50),
        "options": {"expires": 6 * 3600},
    },
    "forget-lists-of-people": {
        "task": "forums.tasks.forget_imports",
        "schedule": crontab(hour=3, minute=55),
        "options": {"expires": 6 * 3600},
    },
    "sweep-content": {
        "task": "exchange.core.tasks.sweep_content",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 6 * 3600},
    },
}

# --- people -------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "exchange.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "exchange.accounts.forms.SignInForm",
    "reset_password": "exchange.accounts.forms.PasswordResetForm",
    "reset_password_from_key": "exchange.accounts.forms.PasswordResetKeyForm",
    "change_password": "exchange.accounts.forms.PasswordChangeForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {  # beside allauth's own, of the public form
    "advisory_request": env.str("ADVISORY_RATE", default="30/h/ip"),
    "advisory_email": "5/d/key",
    "advisory_firm": "10/d/key",
    "forum_registration": env.str("FORUM_RATE", default="60/h/ip"),
    "forum_email": "5/d/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)

EMAIL_CONFIG = env.email_url_config(required("EMAIL_URL", "filemail:///"))
vars().update(EMAIL_CONFIG)
MAIL_TRANSPORT = EMAIL_CONFIG["EMAIL_BACKEND"]  # what a job hands the rows of the outbox to
EMAIL_BACKEND = "exchange.notices.outbox.OutboxBackend"
if not env.str("EMAIL_URL", default=""):
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Shuttle Exchange <portal@localhost>")

# --- the programme's own rules ---------------------------------------------------

REPORT_DUE_DAYS = env.int("REPORT_DUE_DAYS", default=30)
MOU_DORMANT_MONTHS = env.int("MOU_DORMANT_MONTHS", default=6)  # amber; twice as many is red
OBJECTION_ANSWER_DAYS = env.int("OBJECTION_ANSWER_DAYS", default=7)  # then managers hear of it too
GROUP_REVIEW_SIZE = env.int("GROUP_REVIEW_SIZE", default=10)
ADVISORY_QUEUE_DAYS = env.int("ADVISORY_QUEUE_DAYS", default=3)
ADVISORY_HOURLY_LIMIT = env.int("ADVISORY_HOURLY_LIMIT", default=300)  # requests by the public form, of all together
ADVISORY_CONTACT_MONTHS = env.int("ADVISORY_CONTACT_MONTHS", default=12)  # the consent text says so too
FORUM_CONTACT_MONTHS = env.int("FORUM_CONTACT_MONTHS", default=12)  # after the forum; the consent text says so too
ADVISORY_NUDGE_WEEKS = env.int("ADVISORY_NUDGE_WEEKS", default=8)  # without a session, while serving
CHAIR_NAME_KO = env.str("CHAIR_NAME_KO", default="")  # on letters of appointment, where the directory names no chair
CHAIR_NAME_JA = env.str("CHAIR_NAME_JA", default="")
TRANSFER_MINUTES = env.int("TRANSFER_MINUTES", default=30)
AIRPORT_MINUTES = env.int("AIRPORT_MINUTES", default=120)
REPORT_BODY_KO = env.str("REPORT_BODY_KO", default="KBIZ 중소기업중앙회")
REPORT_BODY_JA = env.str("REPORT_BODY_JA", default="KBIZ 韓国中小企業中央会")

DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="shuttle-demo-2024")  # of the accounts that seed_demo makes

# --- languages and time -------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

# --- security -----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # a report is read in a frame of its page
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the frame above
    "security.W005", "security.W021",  # subdomains and preloading are for the owner of the whole domain to decide
]  # fmt: skip
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# --- API ------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["exchange.core.strictjson.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "exchange.core.paging.PortalPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "exchange.core.endpoints.exception_handler",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shuttle Exchange API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint.progress", "fontTools")},
}

SITE_NAME = _("셔틀교류")
