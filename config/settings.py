"""The only settings; what differs between installations comes from the environment."""

import sys
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env, sign_in

# --- Places -----------------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"


def installed(package: str, *parts: str) -> Path:
    """A folder inside an installed package."""
    found = find_spec(package)
    if found is None or not found.origin:
        raise ImproperlyConfigured(f"{package} is not installed; run: python3 manage.py start")
    return Path(found.origin).parent.joinpath(*parts)


# --- Who may reach it, and with which secrets -------------------------------------------------
env.refuse_unknown()
COMMAND = sys.argv[1] if len(sys.argv) > 1 and Path(sys.argv[0]).name == "manage.py" else ""
STARTING = COMMAND == "start"
DEBUG = env.env_bool("DEBUG")
SECRET_KEY = env.env_secret("SECRET_KEY", VAR / "secret_key")
AUDIT_KEY = env.env_secret("AUDIT_KEY", VAR / "audit_key")
SECRET_KEY_FALLBACKS = env.env_list("SECRET_KEY_FALLBACKS")
AUDIT_KEY_FALLBACKS = env.env_list("AUDIT_KEY_FALLBACKS")
ALLOWED_HOSTS = env.env_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.env_list("CSRF_TRUSTED_ORIGINS")
BEHIND_TLS = env.env_bool("BEHIND_TLS")
ALLOW_PLAIN_HTTP = env.env_bool("ALLOW_PLAIN_HTTP")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
if DEBUG or COMMAND not in ("", "runserver"):
    # Commands and `start` on loopback need no outside name; other ways of serving ask for one.
    ALLOWED_HOSTS = ALLOWED_HOSTS or LOOPBACK
    if not SECRET_KEY or not AUDIT_KEY:
        from config.keys import keep_keys

        SECRET_KEY, AUDIT_KEY = keep_keys(VAR, SECRET_KEY, AUDIT_KEY)

# --- The parts --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "branches",
    "indexmetrics",
    "scoring",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "ninja",
]
MIDDLEWARE = [
    "config.numbering.NumberMiddleware",
    "branches.access.source.SourceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "branches.account.vouched.VouchedMiddleware",
    "config.middleware.SessionAgeMiddleware",
    "branches.access.refused.RefusedMiddleware",
    "branches.access.looked.LookedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.WrongMethodMiddleware",
    "config.inputs.InputMiddleware",
    "config.rates.RateMiddleware",
    "config.works.LongWorkMiddleware",
    "branches.audit.afterwards.AfterwardsMiddleware",
    "branches.access.middleware.RefusalMiddleware",
    "branches.access.default_deny.DefaultDenyMiddleware",
    "branches.access.must_change.MustChangeMiddleware",
    "branches.account.middleware.MustEnrolMiddleware",
]
ROOT_URLCONF = "config.urls"
# Pieces that later slices lend to pages of earlier ones; read by branches.panels.
PANELS = {
    "month": ["scoring.estimates.panels.month_estimate"],
    "review": ["scoring.estimates.panels.record_points_panel"],
    "consistency": ["scoring.runs.panels.near_line_panel"],
    "home": [
        "branches.tasks.panels.task_notices", "branches.account.panels.home_notices", "indexmetrics.review.panels.home_notices",
        "scoring.retention.panels.retention_notice", "scoring.keeping.panels.safekeeping_panel",
    ],
}
# Words of /healthz that slices know; read by config.health.
HEALTH = {"backup": "branches.management.health.backup", "chain": "branches.management.health.chain"}
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Data -------------------------------------------------------------------------------------
DATABASE_URL = env.env_text("DATABASE_URL") or "sqlite:///var/wusetu.sqlite3"
DATABASES = {"default": env.database(DATABASE_URL, BASE_DIR)}
MEDIA_ROOT = env.env_path("MEDIA_ROOT", VAR / "evidence", BASE_DIR)
BACKUP_DIR = env.env_path("BACKUP_DIR", VAR / "backups", BASE_DIR)
BACKUP_RECIPIENTS = env.env_list("BACKUP_RECIPIENTS")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_TEMP_DIR = env.made_folder(VAR / "incoming")
EVIDENCE_MONTH_MB = env.env_int("EVIDENCE_MONTH_MB", 200, least=1)
EVIDENCE_YEAR_MB = env.env_int("EVIDENCE_YEAR_MB", 2048, least=1)
# How often one person may do this in a minute; counted in each serving process.
RATES = {"export": 10, "search": 60, "upload": 60}
# How many works that may take long go on at once on this machine; each person has one.
LONG_WORKS = 2
SLOTS = VAR / "slots"
# What is done to so many branches is done by a process of its own, whose page tells how far it is.
LARGE_BOARD = 500
WORK_IN_PROGRESS = "branches.tasks.running.page_of"
BUREAU_SIZE = "branches.org.queries.count_of_branches"
TASKS = VAR / "tasks"
PAPER_MAKER = "branches.tasks.paper.made_apart"
TASK_KINDS = {"form": "branches.tasks.form.FORM", "paper": "branches.tasks.paper.PAPER", "replay": "scoring.replays.task.REPLAY"}
# How long drafts and evidence are kept; 0: for ever. The bureau decides, `doctor` says when nobody did.
DRAFT_KEPT_DAYS = env.env_int("DRAFT_KEPT_DAYS", 90, most=36_500)
EVIDENCE_KEPT_YEARS = env.env_int("EVIDENCE_KEPT_YEARS", 3, most=100)
EVIDENCE_SCANNER = env.env_text("EVIDENCE_SCANNER")
EVIDENCE_SCANNER_SECONDS = env.env_int("EVIDENCE_SCANNER_SECONDS", 20, least=1)
EVIDENCE_SCANNER_REQUIRED = env.env_bool("EVIDENCE_SCANNER_REQUIRED")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "branches.User"
# AUTHENTICATION_BACKENDS, and what a proxy's header or a directory needs where one is switched on.
globals().update(sign_in.from_environment())
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
PASSWORD_HASHERS = ["config.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "branches.access.passwords.ProfileValidator"},
    {"NAME": "branches.access.passwords.WordsValidator"},
    {"NAME": "branches.access.passwords.HistoryValidator"},
]
# With the switch on, the posts that decide or administer ask for a second factor; it is free for all.
SECOND_FACTOR_REQUIRED = env.env_bool("SECOND_FACTOR_REQUIRED")
# A correction of a published board takes two persons.
FOUR_EYES = env.env_bool("FOUR_EYES", True)
PASSWORD_PROFILE = env.env_choice("PASSWORD_PROFILE", ("mlps", "nist"))

# --- Sessions and cookies ---------------------------------------------------------------------
SESSION_ENGINE = "config.session_store"  # Django's table; reading goes on while nothing can be written
SESSION_COOKIE_AGE = 60 * env.env_int("SESSION_IDLE_MINUTES", 30, least=5, most=30)  # renewed by each request
SESSION_SAVE_EVERY_REQUEST = True
SESSION_RENEWED_EVERY = 60  # seconds; so much sooner an idle one may end
SESSION_ABSOLUTE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-sessionid" if BEHIND_TLS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if BEHIND_TLS else "csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers ----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SELF = "'self'"
NONE = "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# --- Pages ------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                *(["config.template_tags"] if find_spec("config.template_tags") else []),
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "config.jinja.environment", "autoescape": True},
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", installed("django_include_bootstrap", "static")),
    ("vendor/echarts", installed("xlsx2echarts", "static")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.staticfiles.HashedStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- Logs -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.numbering.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(request_number)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
