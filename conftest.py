"""The environment of every test run, set before Django reads its settings: the suite needs none from outside."""

import os

import django
from django.conf import settings
from hypothesis import settings as hypothesis_settings

pytest_plugins = ["tests.browser.fixtures"]
DEFAULTS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DEBUG": "false",
    "STAFF_NEEDS_SECOND_STEP": "false",
    "SITE_URL": "http://testserver",
    "POST_PAUSE": "0",
    "NEWCOMER_PAUSE": "0",
    "PAGES_PER_MINUTE": "0",
    "DATABASE_URL": "sqlite:///var/test.sqlite3",
    "ERASURES_FILE": "var/test-erasures.jsonl",
}

for name, value in DEFAULTS.items():
    os.environ.setdefault(name, value)

django.setup()

# Tests need no collected static files: addresses are plain, and the live server finds the files where they are.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# Otherwise each client would read through the folder of collected files before its first request.
settings.WHITENOISE_AUTOREFRESH = True

# Storing a password is slow on purpose, and most tests are not about that. SITE_HASHERS is what the site itself uses.
SITE_HASHERS = list(settings.PASSWORD_HASHERS)
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *SITE_HASHERS]

# Most tests count nothing, and need no database for it.
settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

# A busy machine is no fault of the code, and no test writes beside the project.
hypothesis_settings.register_profile("cairn", deadline=None, database=None)
hypothesis_settings.load_profile("cairn")
