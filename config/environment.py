"""Reads the site's settings from the environment; what is missing or malformed stops the start with the repair."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

MAIL_OPTIONS = {
    "host": "EMAIL_HOST",
    "port": "EMAIL_PORT",
    "username": "EMAIL_HOST_USER",
    "password": "EMAIL_HOST_PASSWORD",
    "use_tls": "EMAIL_USE_TLS",
    "use_ssl": "EMAIL_USE_SSL",
    "file_path": "EMAIL_FILE_PATH",
}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
LOCAL = {"localhost", "testserver"}
LOCAL_ENDINGS = (".localhost", ".local", ".test")
TOKEN = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


class Environment:
    """The variables of one process. Every reader raises ImproperlyConfigured with a sentence that says the repair."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def text(self, name: str, default: str) -> str:
        return self.variables.get(name, default).strip()

    def switch(self, name: str, *, default: bool) -> bool:
        """A yes-or-no value."""
        value = self.variables.get(name, str(default)).strip().lower()
        if value not in TRUE | FALSE:
            raise ImproperlyConfigured(f"{name} is “{value}”. Set it to true or false.")
        return value in TRUE

    def choice(self, name: str, default: str, *, among: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.text(name, default).lower()
        if value not in among:
            raise ImproperlyConfigured(f"{name} is “{value}”. Set it to {', '.join(among[:-1])} or {among[-1]}.")
        return value

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between `least` and `most`."""
        value = self.variables.get(name, str(default)).strip()
        if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
            raise ImproperlyConfigured(f"{name} is “{value}”. Set it to a whole number from {least} to {most}.")
        return int(value)

    def names(self, name: str, default: str = "") -> list[str]:
        """A list of names with commas between them."""
        return [part.strip() for part in self.variables.get(name, default).split(",") if part.strip()]

    def hosts(self, name: str, default: str) -> list[str]:
        """Host names that the site answers to. A star would let a stranger choose the address in our mails."""
        hosts = self.names(name, default)
        if not hosts or any("*" in host for host in hosts):
            raise ImproperlyConfigured(
                f"{name} is “{', '.join(hosts)}”. Set it to the site's own host names, without *."
            )
        return hosts

    def debug(self, name: str, *, site_url: str) -> bool:
        """Whether errors are shown with all that was in memory: on one's own machine only."""
        is_on = self.switch(name, default=False)
        host = urlsplit(site_url).hostname or ""
        if is_on and not (host in LOCAL or host.endswith(LOCAL_ENDINGS) or is_private(host)):
            raise ImproperlyConfigured(
                f"{name} is on, and others can reach {host}: it would show them your data. Set it to false."
            )
        return is_on

    def secret_key(self) -> str:
        """The signing key. Source of the limits: Django's security.W009."""
        key = self.text("SECRET_KEY", "")
        if len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-"):
            raise ImproperlyConfigured(
                "SECRET_KEY is missing or weak. Set it to at least 50 random characters, for example the output of: "
                "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
            )
        return key

    def site_url(self, name: str, default: str) -> str:
        """The site's own address, scheme and host, without a path."""
        value = self.text(name, default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise ImproperlyConfigured(f"{name} is “{value}”. Set it to an address such as https://cairn.example.org")
        return value

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's database dictionary from an address such as sqlite:///var/db.sqlite3 or postgres://…"""
        value = self.text(name, default)
        scheme = urlsplit(value).scheme
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            raise ImproperlyConfigured(
                f"{name} starts with “{scheme}”. Set it to sqlite:///path/to/file or postgres://user:password@host/name"
            )
        database: dict[str, Any] = dict(environ.Env.db_url_config(value))
        if not database.get("NAME"):
            raise ImproperlyConfigured(f"{name} names no database. End it with the file's path or the database's name.")
        return database | (SQLITE if scheme == "sqlite" else POSTGRESQL)

    def mailer(self, name: str, default: str) -> dict[str, Any]:
        """Django's entry for sending mail, from smtp+tls://user:password@host:587 or consolemail://"""
        value = self.text(name, default)
        if urlsplit(value).scheme not in environ.Env.EMAIL_SCHEMES:
            raise ImproperlyConfigured(f"{name} is not a mail address. Set it to smtp+tls://user:password@host:587")
        parts = environ.Env.email_url_config(value)
        options = {option: parts.get(key) for option, key in MAIL_OPTIONS.items()}
        return {
            "BACKEND": parts["EMAIL_BACKEND"],
            "OPTIONS": {option: given for option, given in options.items() if given},
        }

    def cache(self, name: str) -> dict[str, Any]:
        """Where limits are counted: Redis where an address is given, otherwise a table. All processes share both."""
        value = self.text(name, "")
        if not value:
            return {"BACKEND": "writing.tallies.TallyCache"}
        if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            raise ImproperlyConfigured(f"{name} is “{value}”. Set it to redis://host:6379/0 or leave it out.")
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}

    def theme(self, name: str) -> dict[str, tuple[str, str]]:
        """Colour tokens of the owner: {token: (light, dark)} from “pine=#0e4f52/#8bd5c6, plum=…”."""
        theme = {}
        for part in self.names(name):
            token, _, colours = part.partition("=")
            light, _, dark = colours.partition("/")
            if not re.fullmatch(r"[a-z0-9-]+", token) or not TOKEN.fullmatch(light) or not TOKEN.fullmatch(dark):
                raise ImproperlyConfigured(
                    f"{name} holds “{part}”. Write each colour as token=#light/#dark, such as pine=#0e4f52/#8bd5c6"
                )
            theme[token] = (light.lower(), dark.lower())
        return theme


def is_private(host: str) -> bool:
    """Whether a host is an address inside of one's own network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


SQLITE = {
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    },
}
POSTGRESQL = {
    "CONN_MAX_AGE": 0,
    "OPTIONS": {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        "prepare_threshold": 2,  # for the reads that bind their values on the server: pages/prepared.py
    },
}
