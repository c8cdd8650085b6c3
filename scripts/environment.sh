# Read by the scripts beside it: the environment of a site on this machine. What the caller has set already stays.
# shellcheck shell=sh
mkdir -p -m 700 var

if [ -z "${SECRET_KEY:-}" ]; then
    if [ ! -s var/secret_key ]; then
        (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))' > var/secret_key)
    fi
    SECRET_KEY=$(cat var/secret_key)
fi

PORT=${PORT:-8000}
SITE_URL=${SITE_URL:-http://127.0.0.1:$PORT}
ALLOWED_HOSTS=${ALLOWED_HOSTS:-127.0.0.1,localhost}
DATABASE_URL=${DATABASE_URL:-sqlite:///var/db.sqlite3}
IS_DEMO=${IS_DEMO:-true}
export SECRET_KEY PORT SITE_URL ALLOWED_HOSTS DATABASE_URL IS_DEMO
