import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

ROOT = Path(settings.BASE_DIR)
KEY = "k3y-with-many-different-characters-0123456789-abcdefghijk"


def read(reader, name="NAME", value=None, *arguments, **more):
    variables = {} if value is None else {name: value}
    return getattr(Environment(variables), reader)(name, *arguments, **more)


def test_every_setting_that_is_read_stands_in_the_owners_table():
    code = (ROOT / "config" / "settings.py").read_text()
    read_names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code)) | {"SECRET_KEY"}
    table = (ROOT / "docs" / "owners" / "settings.md").read_text()
    assert read_names == set(re.findall(r"^\| `([A-Z_]+)` \|", table, flags=re.MULTILINE))


@pytest.mark.parametrize("key", ["", "short", "a" * 60, "django-insecure-" + KEY])
def test_missing_or_weak_secret_key_stops_the_start_and_says_how_to_make_one(key):
    with pytest.raises(ImproperlyConfigured, match=r"secrets\.token_urlsafe"):
        Environment({"SECRET_KEY": key}).secret_key()


def test_real_secret_key_is_taken():
    assert Environment({"SECRET_KEY": KEY}).secret_key() == KEY


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False), (None, True)])
def test_switch_understands_the_usual_words(value, expected):
    assert read("switch", value=value, default=True) is expected


@pytest.mark.parametrize(
    ("reader", "value", "arguments", "repair"),
    [
        ("switch", "maybe", {"default": False}, "true or false"),
        ("site_url", "cairn.example.org", {"default": ""}, "https://cairn.example.org"),
        ("site_url", "https://cairn.example.org/path", {"default": ""}, "https://cairn.example.org"),
        ("database", "mysql://host/name", {"default": ""}, "postgres://"),
        ("database", "postgres://host", {"default": ""}, "names no database"),
        ("mailer", "pigeon://coop", {"default": ""}, "smtp"),
        ("cache", "memcached://host", {}, "redis://"),
        ("theme", "pine=green", {}, "token=#light/#dark"),
        ("number", "4", {"default": 5, "least": 5, "most": 11}, "from 5 to 11"),
        ("number", "five", {"default": 5, "least": 5, "most": 11}, "from 5 to 11"),
    ],
)
def test_malformed_value_is_refused_with_the_repair(reader, value, arguments, repair):
    with pytest.raises(ImproperlyConfigured, match=repair) as refusal:
        getattr(Environment({"NAME": value}), reader)("NAME", **arguments)
    assert "NAME" in str(refusal.value)


def test_sqlite_is_opened_in_wal_with_immediate_transactions():
    options = read("database", default="sqlite:///var/db.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_keeps_a_pool_of_connections():
    database = read("database", value="postgres://cairn:secret@db:5433/cairn", default="")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5433, "cairn")
    assert database["OPTIONS"]["pool"]["max_size"] > 1


def test_mail_address_becomes_a_mailer_with_its_options():
    mailer = read("mailer", value="smtp+tls://cairn:secret@mail.example.org:587", default="")
    assert mailer["BACKEND"].endswith("smtp.EmailBackend")
    assert mailer["OPTIONS"] == {
        "host": "mail.example.org",
        "port": 587,
        "username": "cairn",
        "password": "secret",
        "use_tls": True,
    }


def test_without_redis_counters_are_in_the_database():
    assert "TallyCache" in read("cache")["BACKEND"]
    assert "RedisCache" in read("cache", value="redis://cache:6379/0")["BACKEND"]


def test_theme_gives_each_token_its_light_and_dark_colour():
    assert read("theme", value="pine=#0E4F52/#8bd5c6, plum=#6b2f5b/#e6b5d4") == {
        "pine": ("#0e4f52", "#8bd5c6"),
        "plum": ("#6b2f5b", "#e6b5d4"),
    }
