"""What the demo has none of: lists of several pages, and words so long that they could break a layout.

Run as a module, with the settings of a site whose demo is loaded.
"""

from datetime import UTC, datetime, timedelta

import django

START = datetime(2020, 1, 1, 12, tzinfo=UTC)  # long ago, so that no page of the demo shows it first
LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis"
LONG_LINE = "https://example.org/" + "a-very-long-address-without-a-single-space-" * 5


def add() -> None:
    # Models and what needs them can be imported only now.
    from moderation.models import Visibility
    from questions.models import Topic
    from tests.factories import (
        make_answer,
        make_condition,
        make_member,
        make_post,
        make_question,
        make_story,
        make_thread,
        make_user,
    )
    from tests.world import make_moderator

    condition = make_condition(
        slug="long-words",
        name=f"{LONG_WORD} with {LONG_WORD.lower()}ities",
        short_name=LONG_WORD[:60],
        definition=f"A condition whose name, {LONG_WORD}, is hard to fit anywhere.",
    )
    make_member(username="noor", display_name="Noor", consents=[])
    make_member(username="iva", display_name="Iva", consents=[])
    question = make_question(condition=condition, topic=Topic.objects.get(slug="hereditary"))
    lea = make_member(username="lea", display_name="Lea")
    make_story(condition=condition, title="A winter of mine", body="It was cold.", author=lea, posted_at=START)
    make_moderator(username="mika", display_name="Mika")
    make_moderator(username="nele", display_name="Nele")
    rosa = make_member(username="rosa", display_name="Rosa")
    make_story(condition=condition, title="A summer at Quillwater", author=rosa, posted_at=START)
    ada = make_member(username="ada", display_name="Ada")
    make_story(condition=condition, title="First words of mine", author=ada, visibility=Visibility.HELD)
    make_story(condition=condition, title="It waits", author=make_user(display_name="Olu"), visibility=Visibility.HELD)
    authors = [make_user(display_name=f"{LONG_WORD} {number}") for number in range(45)]
    first = make_thread(condition=condition, title=f"{LONG_WORD}?", author=authors[0], posted_at=START)
    for number, author in enumerate(authors):
        at = START + timedelta(days=number)
        body = f"Answer {number}. {LONG_WORD * 3} and {LONG_LINE}\n\nالسلام عليكم"
        make_answer(question=question, author=author, body=body, country="GB", posted_at=at)
        make_post(thread=first, author=author, body=body, posted_at=at)
        if number < 30:
            make_thread(condition=condition, title=f"{LONG_WORD} {number}?", author=author, posted_at=at)
            make_story(condition=condition, title=f"{LONG_WORD} {number}", body=body, author=author, posted_at=at)
    for username, name in (("ines", "Inês"), ("omar", "Omar")):
        known = make_member(username=username, display_name=name)
        for _number in range(3):
            make_post(thread=first, author=known, body="I read along.", posted_at=START)


if __name__ == "__main__":
    django.setup()
    add()
