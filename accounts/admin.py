from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "display_name", "credential", "is_staff"]
    search_fields = ["username", "display_name", "email"]
    readonly_fields = ["points"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Public face"), {"fields": ["display_name", "points"]}),
        (_("Specialist"), {"fields": ["credential", "conflict_of_interest", "biography"]}),
        (_("Contact"), {"fields": ["email"]}),
        (_("Permissions"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "display_name", "email", "usable_password", "password1", "password2"],
            },
        ),
    ]
