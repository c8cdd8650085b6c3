"""WSGI entry: `gunicorn config.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what was loaded at the start lives as long as the process: the collector need not look at it again
