"""WSGI entry: `gunicorn config.wsgi`."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
import_module("pages.reads").READS.is_on = True  # the rooms can be imported only now
import_module("pages.searches").SEARCHES.is_on = True
gc.collect()
gc.freeze()  # what was loaded at the start lives as long as the process: the collector need not look at it again
