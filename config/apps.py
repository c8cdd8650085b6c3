from django.contrib.admin.apps import AdminConfig


class EditorialAdminConfig(AdminConfig):
    """Django's admin with our own site in the place of its default one."""

    default_site = "config.admin.EditorialSite"
