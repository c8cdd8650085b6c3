from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from moderation.permissions import can_moderate
from questions.models import Answer, Part, Summary


def can_write_summary(user: User | AnonymousUser) -> bool:
    """Writers."""
    return user.has_perm("questions.add_summary")


def can_publish_summary(user: User | AnonymousUser) -> bool:
    """Publishers."""
    return user.has_perm("questions.publish_summary")


def can_review(user: User | AnonymousUser) -> bool:
    """Specialists, each with a credential and a line on conflicts of interest."""
    if not isinstance(user, User) or not user.credential or not user.conflict_of_interest:
        return False
    return user.has_perm("questions.review_summary")


def can_review_summary(user: User | AnonymousUser, summary: Summary) -> bool:
    """Specialists, but never someone who wrote words of the version."""
    if not can_review(user) or user.pk == summary.author_id:
        return False
    return not summary.contributions.filter(person=user.pk, part=Part.WRITER).exists()


def can_comment(user: User | AnonymousUser) -> bool:
    """Everyone who works on versions: writers, specialists, publishers."""
    return can_write_summary(user) or can_review(user) or can_publish_summary(user)


def can_settle_concern(user: User | AnonymousUser) -> bool:
    """Editors who answer readers."""
    return user.has_perm("questions.settle_concern")


def can_answer(user: User | AnonymousUser) -> bool:
    """Members who are signed in, unless a moderator asked them to pause."""
    return user.is_authenticated and user.is_active and not user.is_suspended


def can_change_answer(user: User | AnonymousUser, answer: Answer) -> bool:
    """Its author, who may always change it, take it back, bring it back and delete it."""
    return user.is_authenticated and user.is_active and answer.author_id == user.pk


def can_see_history(user: User | AnonymousUser, answer: Answer) -> bool:
    """The earlier words of an answer: its author and moderators."""
    return can_change_answer(user, answer) or can_moderate(user)


def can_vote(user: User | AnonymousUser, answer: Answer) -> bool:
    """Members, for a visible answer that is not their own."""
    return can_answer(user) and answer.visibility == "visible" and answer.author_id != user.pk
