"""One of several processes that write at once: `python -m tests.security.posting NAME 4` says how often it could."""

import sys

import django

django.setup()

from accounts.models import User  # noqa: E402
from writing.limits import REPLIES, TooOftenError, check_rule  # noqa: E402


def times_let_through(member: User, times: int) -> int:
    count = 0
    for _time in range(times):
        try:
            check_rule(REPLIES, member=member)
        except TooOftenError:
            continue
        count += 1
    return count


if __name__ == "__main__":
    name, _created = User.objects.get_or_create(username=sys.argv[1], defaults={"display_name": "Quick"})
    sys.stdout.write(str(times_let_through(name, int(sys.argv[2]))))
