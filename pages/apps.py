from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from pages.checks import check_theme


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        register(check_theme)
