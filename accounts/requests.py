from django.http import HttpRequest

from accounts.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in, as a view behind `login_required` gets it. Only a name for the types."""

    user: User
