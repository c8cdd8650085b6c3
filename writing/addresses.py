"""Addresses of pages on this site, as people type or paste them."""

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _


def path_here(text: str) -> str:
    """A path of this site, also where the whole address was pasted. Raises ValidationError for anything else."""
    path = "/" + text.split("://", 1)[-1].partition("/")[2] if "://" in text else text.strip()
    if path:
        try:
            resolve(path.partition("#")[0].partition("?")[0])
        except Resolver404 as error:
            raise ValidationError(
                _("Give the address of a page on this site, such as /forum/12/a-question/.")
            ) from error
    return path
