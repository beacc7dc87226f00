"""The site's settings. What differs between machines comes from the environment (district/web/environment.py)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.web import environment as env
from district.web.demo_accounts import SIGN_INS

DATA = env.data_folder()
DEBUG = env.flag("HUIQI_DEBUG")
DEMO = env.flag("HUIQI_DEMO")
# A demonstration may show what comes later: the end of a notice, a deadline. Nowhere else does the clock go ahead.
CLOCK_AHEAD = dt.timedelta(days=int(env.read("HUIQI_DEMO_AHEAD", "0")) if DEMO else 0)
SECRET_KEY = env.secret_key(DATA)
FIELD_KEYS = env.field_keys(DATA)
WORKER_KEY = env.worker_key(DATA)
ANCHOR_PLACES, ANCHOR_KEY = env.anchor_places(), env.anchor_key(DATA)
TRACE_DAYS = env.trace_days()
ACCOUNT_TERM_DAYS = env.account_days("HUIQI_ACCOUNT_TERM_DAYS")
ACCOUNT_IDLE_DAYS = env.account_days("HUIQI_ACCOUNT_IDLE_DAYS")
OFFICIAL_TERM_DAYS = env.account_days("HUIQI_OFFICIAL_TERM_DAYS", usual=1825)
SEAL_PASSWORD = env.read("HUIQI_SEAL_PASSWORD")
ALLOWED_HOSTS = [host for host in env.read("HUIQI_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
HTTPS = env.flag("HUIQI_HTTPS")
PROXIES = env.proxies(https=HTTPS)

ROOMS = [
    "district.ground.acts",
    "district.ground.nightly",
    "district.ground.people",
    "district.ground.record",
    "district.ground.tokens",
    "district.ground.anchors",
    "district.ground.traces",
    "district.ground.tables",
    "district.ground.files",
    "district.ground.figures",
    "district.ground.messages",
    "district.ground.asking",
    "district.ground.surveys",
    "district.ground.work",
    "district.ground.onetime",
    "district.ground.organisations",
    "district.ground.unsent",
    "district.ground.slots",
    "district.enterprises",
    "district.policies",
    "district.authoring",
    "district.funds",
    "district.cases.core",
    "district.cases.letters",
    "district.cases.approving",
    "district.cases.events",
    "district.cases.headcount",
    "district.cases.places",
    "district.cases.giving",
    "district.cases.intake",
    "district.cases.review.joint",
    "district.cases.review.scoring",
    "district.cases.review.notice",
    "district.cases.review.ranking",
    "district.cases.aftercare",
    "district.cases.aftercare.milestones",
    "district.cases.appeals",
    "district.cases.decisions",
    "district.cases.offers",
    "district.cases.desk",
    "district.cases.desk.bulk",
    "district.cases.desk.chasing",
    "district.cases.hall",
    "district.services.training.hours",
    "district.services.training.courses",
    "district.services.training.camp",
    "district.services.training.employers",
    "district.services.advice",
    "district.services.advice.clinic",
    "district.services.advice.panels",
    "district.services.community",
    "district.services.community.alliance",
    "district.services.community.contests",
    "district.insight",
    "district.api",
    "district.web",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "district.web.staticfiles.HuiqiStaticFilesConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "district.web.gate.HeadAsGet",
    "district.web.gate.ForgetsWhoAsks",
    "district.web.gate.SaysPolicy",
    "district.web.gate.AnswersEvenly",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "district.web.english_pages.EnglishPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "district.ground.unsent.middleware.KeepsTyped",
    "district.ground.people.factors.SignsInFirst",
    "district.ground.traces.watching.NotesWhatLeaves",
    "district.ground.people.doors.DoorMiddleware",
    "district.ground.people.factors.TwoFactors",
    "district.web.gate.RefusesMadeUp",
    "district.web.gate.CleansText",
    "district.web.gate.CountsFiles",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "district.web.urls"
WSGI_APPLICATION = "district.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "district.web.context.site",
            ],
            "builtins": [
                "district.web.templatetags.huiqi",
                "district.ground.acts.templatetags.acts",
                "district.ground.unsent.templatetags.unsent",
            ],
        },
    }
]

DATABASES = {"default": env.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # How often somebody came is counted by all processes together: in the database.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "record_shared",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # what is dear to make, once a process
}  # fmt: skip

TASKS_AT_ONCE = env.read("HUIQI_TASKS") == "immediate"
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TASKS_AT_ONCE
        else "django_tasks_db.DatabaseBackend",
        "ENQUEUE_ON_COMMIT": True,
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {"NAME": "district.ground.people.factors.NotTheFirst"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # a name one chooses would tell who is there already
ACCOUNT_SIGNUP_FORM_CLASS = "district.ground.people.forms.SignupForm"
ACCOUNT_SIGNUP_REDIRECT_URL = "/my/enterprises/"  # what people sign up for: to act for their enterprise
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the page says the same; nobody is written to who has no account
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "district.web.accounts.AccountAdapter"
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "5/m/key,15/h/key,90/m/ip",  # a key is a name from one address: nobody locks another's name
    "second_factor_here": "5/m/key,10/h/key",  # codes for a person from one address: fewer than from wherever
    "second_factor": "30/h/key",  # codes for a person from wherever; not for who passed from their address before
    "login_name": "60/h/key",  # a name from wherever; who has signed in from an address before is not held up by it
}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# The demonstration's made-up people sign in by the password its sign-in page shows; everybody else has two factors.
WITHOUT_SECOND_FACTOR = frozenset(each.username for each in SIGN_INS) if DEMO else frozenset()
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    **{f"{verb}_webauthn": f"district.web.account_forms.{verb.title()}KeyForm" for verb in ("add", "edit")},
    "authenticate": "district.web.account_forms.CodeForm",
    "reauthenticate": "district.web.account_forms.CodeAgainForm",
    "authenticate_webauthn": "district.web.account_forms.PasskeyForm",
    "reauthenticate_webauthn": "district.web.account_forms.PasskeyAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ by half a minute
MFA_ALLOW_UNVERIFIED_EMAIL = True  # officials' accounts are opened by an administrator; who signs up proves it first
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_EMAIL_REQUIRED = False  # the city's sign-on vouches for who it is
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_AUTO_SIGNUP = False  # nobody is kept who has not agreed
SOCIALACCOUNT_FORMS = {"signup": "district.web.account_forms.SingleSignOnForm"}
SOCIALACCOUNT_PROVIDERS = env.single_sign_on()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [(DATA if env.INSTALLED else env.ROOT) / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
PAGES = DATA / "pages" if env.INSTALLED else env.ROOT  # where npm puts what pages load
NODE_MODULES = PAGES / "node_modules"
STATICFILES_DIRS = [
    ("tabler/css", NODE_MODULES / "@tabler/core/dist/css"),
    ("echarts", NODE_MODULES / "echarts/dist"),
    ("idiomorph", NODE_MODULES / "idiomorph/dist"),
    ("editors", NODE_MODULES / ".built"),  # put together by `npm run build`
]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "svgz", "woff2", "gz", "br"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA / "files"  # outside the web root: files leave only through a view that asks permission
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_MOST_BYTES = env.megabytes("HUIQI_FILE_MOST_MB", 20)
FILM_MOST_BYTES = env.megabytes("HUIQI_FILM_MOST_MB", 300)
PACKAGE_MOST_BYTES = env.megabytes("HUIQI_PACKAGE_MOST_MB", 100)
FILE_MOST_AT_ONCE, FILE_MOST_BYTES_AT_ONCE = 200, 40 * FILE_MOST_BYTES  # of one sender, within ten minutes
FILE_MOST_PIXELS = 60_000_000  # a picture of 60 megapixels; more is a bomb or a poster
CLAMD = env.read("HUIQI_CLAMD")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "frame-src": ["'self'"],  # a bank's paper beside the account it is compared with
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY = ", ".join(
    [f"{each}=()" for each in ("accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "geolocation",
                               "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb")]
    + [f"{each}=(self)" for each in ("publickey-credentials-create", "publickey-credentials-get")]
)  # fmt: skip
EVEN_SECONDS = 1.0  # before which nobody is told that an account was opened, or a password reset
PORTALS = env.origins("HUIQI_PORTALS")  # pages of these may hold /embed/check/ in a frame; no other page of ours
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_AGE = 8 * 3600
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "district.web.errors.csrf_failed"

EMAIL_SETTINGS = env.email(env.read("HUIQI_EMAIL"))
globals().update(EMAIL_SETTINGS)
EMAIL_TIMEOUT = 20  # seconds
EMAIL_USE_LOCALTIME = True  # a mail's date is the district's time
DEFAULT_FROM_EMAIL = env.read("HUIQI_EMAIL_FROM", "huiqi@localhost")
SITE_ADDRESS = env.read("HUIQI_ADDRESS").rstrip("/")
MAP_SEARCH = env.map_search()
NOTICE_EMAIL = bool(env.read("HUIQI_EMAIL")) or DEMO or DEBUG  # without a server mail is printed to the log
HOOKS_INSIDE = DEBUG  # messages are posted to programs on this machine only where one is built
NOTICE_SMS, NOTICE_WEBHOOK = env.gateway("HUIQI_SMS"), env.gateway("HUIQI_WEBHOOK")
*NOTICE_HOURS, NOTICE_DIGEST = env.notice_hours()
NOTICE_HOLD = frozenset(filter(None, env.read("HUIQI_NOTICE_HOLD", "refused,recovery").split(",")))
NOTICE_BULK = int(env.read("HUIQI_NOTICE_BULK", "50"))

DISTRICT_NAME = _("杨浦区")
NAME_SOURCES = (
    "市场监管",
    "市场监督管理",
    "工商登记",
    "企业登记",
)  # words in a source that may change what a firm is called: the register's
FINANCE_BUREAU = "区财政局"  # as the catalogue names it: who sets budgets and pays
LEAD_BUREAU = "区人社局"  # confirms, beside a firm's own street, who acts for it
SSO_ENTERPRISE_CLAIM = "enterprise_uscc"  # what the single sign-on calls the codes of whom somebody stands for
CATALOGUE = env.catalogue()
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
