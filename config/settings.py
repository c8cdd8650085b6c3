"""Settings of the site, from the environment. Each variable is described in docs/owners/settings.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = Environment(os.environ)

SECRET_KEY = env.secret_key()
SITE_NAME = env.text("SITE_NAME", "Cairn")
SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000")
DEBUG = env.debug("DEBUG", site_url=SITE_URL)
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", urlsplit(SITE_URL).hostname or "")
CONTACT_EMAIL = env.text("CONTACT_EMAIL", "")
SOURCE_CODE_URL = env.text("SOURCE_CODE_URL", "")
IS_DEMO = env.switch("IS_DEMO", default=False)
CHECK_SOURCES = env.switch("CHECK_SOURCES", default=True)
IS_FOR_SHOW = DEBUG or IS_DEMO
PRIVATE_SOURCE_HOSTS = env.names("PRIVATE_SOURCE_HOSTS", "")
BEHIND_PROXY = env.switch("BEHIND_PROXY", default=False)
SIGN_UP = env.choice(
    "SIGN_UP",
    "open" if env.switch("SIGN_UP_OPEN", default=True) else "closed",
    among=("open", "invited", "closed"),
)
SIGN_UPS_PER_DAY = env.number("SIGN_UPS_PER_DAY", 3, least=1, most=1000)
MINIMUM_AGE = env.number("MINIMUM_AGE", 16, least=0, most=99)
STAFF_NEEDS_SECOND_STEP = env.switch("STAFF_NEEDS_SECOND_STEP", default=not IS_FOR_SHOW)
OIDC_URL, OIDC_NAME = env.text("OIDC_URL", ""), env.text("OIDC_NAME", "")
OIDC_ID = "oidc"
OIDC_ORIGIN = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL))] if OIDC_URL else []
HELPLINES_FILE = env.text("HELPLINES_FILE", "")
SCREEN_BY_EXAMPLES = env.switch("SCREEN_BY_EXAMPLES", default=True)
FIRST_POSTS_HELD = env.number("FIRST_POSTS_HELD", 3, least=0, most=100)
POST_PAUSE = env.number("POST_PAUSE", 0 if IS_FOR_SHOW else 5, least=0, most=600)
NEWCOMER_PAUSE = env.number("NEWCOMER_PAUSE", 0 if IS_FOR_SHOW else 30, least=0, most=3600)
DRAFTS_PER_HOUR = env.number("DRAFTS_PER_HOUR", 20, least=1, most=10_000)
SIGN_INS_PER_MINUTE = env.number("SIGN_INS_PER_MINUTE", 10, least=1, most=10_000)
PAGES_PER_MINUTE = env.number("PAGES_PER_MINUTE", 0 if IS_FOR_SHOW else 120, least=0, most=100_000)
FORMS_PER_HOUR = env.number("FORMS_PER_HOUR", PAGES_PER_MINUTE * 10, least=0, most=1_000_000)
CLOSING_DAYS = env.number("CLOSING_DAYS", 14, least=1, most=30)
MAP_MIN_COUNT = env.number("MAP_MIN_COUNT", 5, least=5, most=11)
THEME = env.theme("THEME")

INSTALLED_APPS = [
    "pages",
    "demo",
    "questions",
    "stories",
    "forum",
    "members",
    "conditions",
    "moderation",
    "writing",
    "notifications",
    "accounts",
    "schedule",
    "audit",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "markdownx",
    "django_countries",
    "config.apps.EditorialAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.logs.number_requests",
    "pages.reads.count_reads",
    "pages.freshness.answer_unchanged",
    "django.middleware.gzip.GZipMiddleware",
    "pages.headers.add_headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.gate.refuse_at_the_gate",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.scraping.slow_down",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sessions.watch_sessions",
    "accounts.second_step.ask_for_second_step",
    "writing.middleware.KeepText",
    "moderation.suspended.keep_quiet",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "pages.context.site",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("REDIS_URL")}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "display_name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.StaffLengthValidator"},
    {"NAME": "accounts.passwords.ObviousWordValidator"},
]
MARKDOWNX_URLS_PATH = "/admin/questions/summary/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/questions/summary/upload/"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "config.joining.Adapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.joining.JoinForm"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "request_login_code": "accounts.forms.CodeRequestForm",
    "reset_password": "accounts.forms.ResetForm",
    "add_email": "accounts.forms.NewEmailForm",
    "confirm_login_code": "accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "accounts.forms.AddressCodeForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "reset_password_from_key": "accounts.forms.ForgottenPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_RATE_LIMITS = {"login": f"{SIGN_INS_PER_MINUTE}/m/ip", "signup": "20/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_ADAPTER = "accounts.passkeys.PasskeyAdapter"
MFA_FORMS = {"add_webauthn": "accounts.forms.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ON_WITHDRAWAL: dict[str, list[str]] = {
    "publishing": [
        "forum.services.withdraw_everything",
        "questions.services.withdraw_everything",
        "stories.services.withdraw_everything",
    ],
    "conditions": ["members.services.forget_conditions"],
    "symptoms": ["members.services.forget_symptoms"],
    "map": ["members.services.leave_map"],
    "matching": ["members.listing.leave_soulmates"],
    "messages": ["members.messaging.leave_contact"],
    "email": ["notifications.services.stop_mails"],
}
"""For each kind of consent the services that delete what was kept because of it (accounts/consequences.py)."""
ON_RENAME = ["conditions.services.mark_all_changed"]
"""Services for when a member has a new name: it stands on many pages."""
ON_NEW_SYMPTOMS = ["members.services.follow_symptoms"]
"""Services for when the catalogue's symptoms are other than before (conditions/importers/hpo.py)."""

TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend" if DEBUG else "django_tasks_db.DatabaseBackend"
    }
}
MAILERS = {"default": env.mailer("EMAIL_URL", "consolemail://")}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <no-reply@{urlsplit(SITE_URL).hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

COUNTRIES_OVERRIDE = {"XK": _("Kosovo")}
"""Kosovo has no ISO number; XK is the code in common use."""
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English"))] if LANGUAGE_CODE == "en" else [(LANGUAGE_CODE, LANGUAGE_CODE), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "pages.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
ERASURES_FILE = env.text("ERASURES_FILE", str(VAR_DIR / "erasures.jsonl"))
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF, *OIDC_ORIGIN],
    "report-uri": ["/csp-reports/"],
    "report-to": ["csp"],
}
if OIDC_URL:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "accounts.elsewhere.ElsewhereAdapter"
    SOCIALACCOUNT_AUTO_SIGNUP = False
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": OIDC_ID,
                    "name": OIDC_NAME or urlsplit(OIDC_URL).hostname,
                    "client_id": env.text("OIDC_CLIENT_ID", ""),
                    "secret": env.text("OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_URL},
                }
            ],
        }
    }
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "writing.resending.csrf_failure"
DRAFT_COOKIE_NAME = "__Host-draft" if IS_HTTPS else "draft"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
SESSION_COOKIE_AGE = 14 * 24 * 3600

DEFAULT_EXCEPTION_REPORTER_FILTER = "config.logs.SilentReporterFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "config.logs.JsonFormatter"},
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # Django's own would also send errors by mail
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
