"""What members say yes to: each purpose by itself, in versions. A text that someone agreed to is never changed:
a new meaning is a new version at the end of its line, and everybody is asked again."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import ConsentKind


@dataclass(frozen=True)
class ConsentText:
    """One version. `title` heads it, `ask` stands beside the box, `more` explains, `after` is what withdrawing does."""

    kind: str
    version: int
    title: Promise | str
    ask: Promise | str
    more: Promise | str
    after: Promise | str


CONSENT_TEXTS: dict[str, tuple[ConsentText, ...]] = {
    ConsentKind.PUBLISHING: (
        ConsentText(
            ConsentKind.PUBLISHING,
            1,
            _("Publishing what you write"),
            _("I agree that what I write about health is published on this site."),
            _("Answers, stories and posts often say something about your health. You choose for each who may read it."),
            _("Everything that you published is taken off the pages at once. You keep it in your account."),
        ),
    ),
    ConsentKind.CONDITIONS: (
        ConsentText(
            ConsentKind.CONDITIONS,
            1,
            _("Your conditions"),
            _("I agree that the site keeps which conditions I have to do with."),
            _("You enter the conditions yourself. You choose for each who may see it, and at first nobody can."),
            _("The conditions in your profile are deleted, and you are no longer counted for them on the map."),
        ),
    ),
    ConsentKind.SYMPTOMS: (
        ConsentText(
            ConsentKind.SYMPTOMS,
            1,
            _("Your symptoms"),
            _("I agree that the site keeps the symptoms that I enter."),
            _("No page shows them to others."),
            _("The symptoms that you entered are deleted."),
        ),
        ConsentText(
            ConsentKind.SYMPTOMS,
            2,
            _("Your symptoms"),
            _("I agree that the site keeps the symptoms that I enter."),
            _("Only you see them. Being found by them is another choice, and asked for apart."),
            _("The symptoms that you entered are deleted, and nobody finds you by them any more."),
        ),
    ),
    ConsentKind.MAP: (
        ConsentText(
            ConsentKind.MAP,
            1,
            _("The map"),
            _("I agree to be counted on the map, in the country that I choose."),
            _("The map shows numbers for areas, never a person, and no area with only a few people."),
            _("Your place on the map is deleted. The next count, within a day, is made without you."),
        ),
        ConsentText(
            ConsentKind.MAP,
            2,
            _("The map"),
            _("I agree to be counted on the map, in the country that I choose, and in its region if I choose one."),
            _("The map shows numbers for areas, never a person, and no area with only a few people."),
            _("Your place on the map is deleted. The next count, within a day, is made without you."),
        ),
    ),
    ConsentKind.MATCHING: (
        ConsentText(
            ConsentKind.MATCHING,
            1,
            _("Finding members with similar days"),
            _("I agree that my symptoms are compared with those of other members who agreed too."),
            _("This part of the site is still being built. Saying yes now changes nothing until it opens."),
            _("Your symptoms are no longer compared with anyone’s."),
        ),
        ConsentText(
            ConsentKind.MATCHING,
            2,
            _("Finding members with similar days"),
            _("I agree that my symptoms are compared with those of other members who agreed too."),
            _("Members like you see your name, and which of their own symptoms you share. They never see your others."),
            _("You are found no more, and what was compared of you is deleted at once. You keep your symptoms."),
        ),
    ),
    ConsentKind.MESSAGES: (
        ConsentText(
            ConsentKind.MESSAGES,
            1,
            _("Messages from other members"),
            _("I agree that other members may write to me on this site."),
            _("This part of the site is still being built. Your e-mail address is never shown to anyone."),
            _("Nobody can start to write to you."),
        ),
        ConsentText(
            ConsentKind.MESSAGES,
            2,
            _("Waves and messages from other members"),
            _("I agree that other members may wave to me on this site, and write to me when I wave back."),
            _("A wave says no more than your name. Your e-mail address is never shown to anyone."),
            _("Your waves and conversations end, and are gone for you. Others keep the messages that they got."),
        ),
    ),
    ConsentKind.EMAIL: (
        ConsentText(
            ConsentKind.EMAIL,
            1,
            _("News by e-mail"),
            _("I agree to get mails about what happens on this site."),
            _("You choose which kinds, and how often. Subjects never name a condition."),
            _("You get no more mails but those that your account needs, such as a sign-in code."),
        ),
    ),
}


def text_of(kind: str) -> ConsentText:
    """Today's version."""
    return CONSENT_TEXTS[kind][-1]


def text_in_version(kind: str, version: int) -> ConsentText:
    """The text that a member agreed to."""
    return CONSENT_TEXTS[kind][version - 1]
