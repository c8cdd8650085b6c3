"""Five moderators at one case, let go in the same moment: `python -m tests.security.deciding` prints what came of it.

It runs in a process of its own, because a test database in memory has one connection for all threads.
"""

import json
import sys
from collections.abc import Callable, Sequence
from threading import Barrier, Thread

import django

django.setup()

from django.contrib.auth.models import Permission  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.models import User  # noqa: E402
from moderation.models import SETTLES, Case, Decision, Visibility  # noqa: E402
from moderation.services import claim, publish, reject  # noqa: E402
from stories.models import Story  # noqa: E402
from tests.factories import make_story, make_user  # noqa: E402

type Act = Callable[[User, Case, Story], object]


def claims(moderator: User, case: Case, _story: Story) -> object:
    return claim(by=moderator, case=case)


def publishes(moderator: User, _case: Case, story: Story) -> object:
    return publish(by=moderator, item=story)


def rejects(moderator: User, _case: Case, story: Story) -> object:
    return reject(by=moderator, item=story, reason="It insults.", ground="kind")


def make_moderator() -> User:
    """Without a password: to store one takes a second here."""
    moderator = make_user()
    moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
    return moderator


def how_many_count(acts: Sequence[Act]) -> int:
    """Lets a moderator for each act begin at once with the same held story, and says how many acts counted."""
    case = Case.objects.get(item_id=make_story(author=make_user(), visibility=Visibility.HELD).pk)
    moderators, gate, counted = [make_moderator() for _act in acts], Barrier(len(acts), timeout=60), []

    def run(act: Act, moderator: User) -> None:
        story = Story.objects.get(pk=case.item_id)
        gate.wait()
        counted.append(bool(act(moderator, case, story)))
        connection.close()

    threads = [Thread(target=run, args=pair) for pair in zip(acts, moderators, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counted) == len(acts), "An act failed."
    return sum(counted)


if __name__ == "__main__":
    came = {"claims": how_many_count([claims] * 5)}
    came["decisions"] = how_many_count([publishes, rejects, publishes, rejects, publishes])
    came["kept"] = Decision.objects.filter(action__in=SETTLES).count()
    sys.stdout.write(json.dumps(came))
