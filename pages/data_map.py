"""The data map: every stored field about a person, with whose it is, why it is kept, who sees it and how long.

The privacy page prints it, and tests/test_data_map.py compares it with the models: a field that nobody has thought
about cannot come in, and a line whose field has gone cannot stay.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise


@dataclass(frozen=True)
class DataLine:
    """One thing that is kept, and the rule for it. Several fields that make up one thing share a line.

    `rules` names those of schedule/retention.py that end it; the days that `how_long` says are theirs.
    """

    what: Words
    whose: Words
    why: Words
    who_sees: Words
    how_long: Words
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataRoom:
    """The things that one part of the site keeps."""

    name: Words
    lines: tuple[DataLine, ...]


MEMBER, AUTHOR = _("Members and editors"), _("The member who wrote it")
EVERYONE, OWNERS = _("Everyone"), _("You and the people who run the site")
NO_PAGE = _("Nobody: no page shows it today")
WITH_ACCOUNT, WITH_TEXT = _("As long as the account"), _("As long as the text")
ON_REQUEST = _("Until you take it back or ask us to delete it")

PUBLIC_NAME = DataLine(_("Name that others see"), MEMBER, _("To show who speaks"), EVERYONE, WITH_ACCOUNT)
SIGN_IN_NAME = DataLine(_("Name for signing in"), MEMBER, _("To sign in"), OWNERS, WITH_ACCOUNT)
OTHER_NAMES = DataLine(_("First and last name"), MEMBER, _("Not used: we do not ask for them"), OWNERS, WITH_ACCOUNT)
EMAIL = DataLine(
    _("E-mail address, and whether you confirmed it"),
    MEMBER,
    _("To sign in and to get back in when you forgot your password"),
    OWNERS,
    _("As long as the account; an account that you do not confirm is deleted after 14 days"),
    rules=("unconfirmed-accounts",),
)
EMAIL_KEY = DataLine(
    _("Key of a mail that confirms an address"),
    MEMBER,
    _("To know that the address is yours"),
    OWNERS,
    _("14 days"),
    rules=("unused-confirmations",),
)
PASSWORD = DataLine(
    _("Password, scrambled so that nobody can read it"), MEMBER, _("To sign in"), _("Nobody"), WITH_ACCOUNT
)
SECOND_STEP = DataLine(
    _("Secret of your sign-in app and spare codes"),
    MEMBER,
    _("For the second step of signing in"),
    OWNERS,
    WITH_ACCOUNT,
)
SESSION = DataLine(
    _("That your browser is signed in"),
    MEMBER,
    _("So that you need not sign in on each page"),
    _("Nobody"),
    _("Until you sign out or stay away for 14 days; 30 days at most"),
    rules=("ended-sessions", "devices"),
)
WHERE_SIGNED_IN = DataLine(
    _("Where you are signed in: browser, and when"),
    MEMBER,
    _("So that you can see and end it"),
    OWNERS,
    _("Until you sign out there; 30 days at most"),
    rules=("devices",),
)
NETWORK = DataLine(
    _("The network from which you signed in"),
    MEMBER,
    _("So that you see when it was not you"),
    OWNERS,
    _("7 days after the last visit from there"),
    rules=("network-addresses",),
)
DATES = DataLine(_("Day you joined, last time you signed in"), MEMBER, _("To care for accounts"), OWNERS, WITH_ACCOUNT)
POWERS = DataLine(
    _("Whether the account is open, and what it may do"), MEMBER, _("So that only editors edit"), OWNERS, WITH_ACCOUNT
)
CREDENTIAL = DataLine(
    _("A reviewer’s profession"), _("Specialists"), _("To say who checked a page"), EVERYONE, WITH_ACCOUNT
)
SPECIALIST = DataLine(
    _("A specialist’s own words, and conflicts of interest"),
    _("Specialists"),
    _("So that readers can judge who checked a page"),
    EVERYONE,
    WITH_ACCOUNT,
)
POINTS = DataLine(_("Points"), MEMBER, _("To show how much a member has given"), EVERYONE, WITH_ACCOUNT)

BLOCK = DataLine(
    _("Whom you muted or blocked, and since when"),
    MEMBER,
    _("So that you need not meet them"),
    _("Nobody but you"),
    _("Until you end it, or the account ends"),
)
CLOSING = DataLine(
    _("That you asked to close your account, when, and what becomes of your texts"),
    MEMBER,
    _("To close it on the day, and not before"),
    OWNERS,
    _("Until the account is closed or you keep it"),
)
CLOSED = DataLine(
    _("That an account was closed, and when"), MEMBER, _("To say “Former member”"), EVERYONE, _("As long as the site")
)

NAME_KEY = DataLine(
    _("What your name looks like, for comparing"),
    MEMBER,
    _("So that nobody can pass as somebody else"),
    _("Nobody"),
    WITH_ACCOUNT,
)
CONSENT = DataLine(
    _("What you agreed to, in which words, and when you took it back"),
    MEMBER,
    _("So that we do only what you allowed"),
    OWNERS,
    WITH_ACCOUNT,
)

TEXT = DataLine(
    _("What you wrote, and its place"),
    AUTHOR,
    _("So that others can read it"),
    EVERYONE,
    _("Until you take it back or ask us to delete it; an advert that was taken out, 30 days"),
    rules=("adverts-answers", "adverts-stories", "adverts-threads", "adverts-posts", "adverts-thanks"),
)
TEXT_AUTHOR = DataLine(_("That you wrote it"), AUTHOR, _("To show your name with it"), EVERYONE, WITH_TEXT)
POSTED = DataLine(_("When you wrote it"), AUTHOR, _("To show how old it is"), EVERYONE, WITH_TEXT)
RELATION = DataLine(
    _("How you are related to the condition, if you said so"),
    AUTHOR,
    _("So that readers know who speaks"),
    EVERYONE,
    WITH_TEXT,
)
DIAGNOSED = DataLine(
    _("Year of diagnosis, if you said so"), AUTHOR, _("To show how long someone has lived with it"), EVERYONE, WITH_TEXT
)
COUNTRY = DataLine(_("Country, if you said so"), AUTHOR, _("Care is not the same everywhere"), EVERYONE, WITH_TEXT)
VISIBILITY = DataLine(
    _("Whether it may be seen"), AUTHOR, _("To hide what was taken back or removed"), OWNERS, WITH_TEXT
)
TEXT_AUDIENCE = DataLine(
    _("Who may read it, and whether your name stands with it"),
    AUTHOR,
    _("So that you decide it"),
    OWNERS,
    WITH_TEXT,
)
SHOWS_HELP = DataLine(
    _("That places which help stand above a text of yours"),
    AUTHOR,
    _("So that nobody who may be in danger is left alone"),
    _("Everyone who can read the text"),
    WITH_TEXT,
)
COVER = DataLine(
    _("The cover that a moderator put over a text of yours"),
    AUTHOR,
    _("So that readers choose whether to read what may hurt them"),
    _("Everyone who can read the text"),
    WITH_TEXT,
)
WARNING = DataLine(
    _("The warning that a moderator put above advice of yours, and where it leads"),
    AUTHOR,
    _("So that nobody is hurt by following it"),
    _("Everyone who can read the text"),
    WITH_TEXT,
)
CHANGE = DataLine(
    _("New words of yours that a moderator reads first"),
    AUTHOR,
    _("So that the earlier words stand until then"),
    _("You and the moderators"),
    _("Until a moderator has read them; they are deleted 30 days after you wrote them, once decided"),
    rules=("decided-changes",),
)
TEXT_PRINT = DataLine(
    _("Numbers that stand for a text of yours, by which the same text posted again is found"),
    AUTHOR,
    _("To find adverts that are posted many times"),
    _("Nobody; programs of this site"),
    _("180 days"),
    rules=("text-prints",),
)
CHECK_OF_TEXTS = DataLine(
    _("Phrases that the check of texts looks for, and words with how often they stood in adverts"),
    _("Nobody: words that stood in one text only are not kept"),
    _("To find adverts, danger and harmful advice"),
    _("The owner of the site"),
    _("Until new ones take their place"),
)
DECISION = DataLine(
    _("What a moderator decided about a text, when and why"),
    _("The member who wrote it, and the moderator"),
    _("So that you hear why, and so that decisions are fair"),
    _("You and the moderators"),
    _("As long as the account"),
)
CASE = DataLine(
    _("That a text of yours was to be read by a moderator, and why"),
    AUTHOR,
    _("So that moderators know what to read first"),
    _("You and the moderators"),
    WITH_ACCOUNT,
)
REPORT = DataLine(
    _("What you reported, and why; your name and e-mail address if you gave them"),
    _("Whoever reports something"),
    _("So that moderators look, and you hear what came of it"),
    _("Moderators; never the author"),
    _("365 days; the record that there was a report stays"),
    rules=("reports",),
)
REPORT_TRACE = DataLine(
    _("A scrambled trace of who reported, and of the network address"),
    _("Whoever reports something"),
    _("So that one person counts once"),
    _("Nobody"),
    _("The address for 7 days, the rest as long as the report"),
    rules=("report-addresses",),
)
APPEAL = DataLine(
    _("Your appeal, and what came of it"),
    AUTHOR,
    _("So that somebody else looks again"),
    _("You and the moderators"),
    WITH_ACCOUNT,
)
SUSPENDED = DataLine(
    _("Until when you were asked to pause"),
    MEMBER,
    _("So that the pause ends by itself"),
    _("You and the moderators"),
    WITH_ACCOUNT,
)
STAFF_LOG = DataLine(
    _("What somebody did or read for the site, by their number"),
    _("Moderators, editors and owners"),
    _("So that nobody can hide what they decided"),
    _("Moderators and owners"),
    _("As long as the site"),
)
INVITATION = DataLine(
    _("An invitation to join: when it was made and until when it holds, without a name"),
    _("Whoever is invited"),
    _("So that only those join whom the site invited"),
    OWNERS,
    _("Until somebody joins with it, or it does not hold any more"),
    rules=("invitations",),
)
ADDRESS_TRUST = DataLine(
    _("Whether a moderator trusts an address of a throwaway mail service"),
    MEMBER,
    _("So that your texts need not wait because of it"),
    _("Moderators"),
    WITH_ACCOUNT,
)
CONCERNED = DataLine(
    _("That somebody who works for the site read or did something that concerns you, by your number"),
    MEMBER,
    _("So that you can see who looked at what is yours: what and when"),
    _("You, moderators and owners"),
    _("As long as the site"),
)
CLAIM = DataLine(
    _("Which moderator is reading a text, and until when"),
    _("Moderators"),
    _("So that two do not read the same"),
    _("Moderators"),
    _("Until it is decided"),
)
SNAPSHOT = DataLine(
    _("What a text of yours said when it was reported or decided about"),
    AUTHOR,
    _("So that decisions and appeals are about the same words"),
    _("You and the moderators"),
    _("365 days, or as long as something is open or was decided since"),
    rules=("snapshots",),
)
STAGE = DataLine(
    _("Where you stand with a condition, if you said so"),
    AUTHOR,
    _("So that readers find lives like theirs"),
    EVERYONE,
    WITH_TEXT,
)
EARLIER_WORDS = DataLine(
    _("Earlier words of a text that you changed"),
    AUTHOR,
    _("So that you and moderators can look back"),
    _("You and moderators"),
    WITH_TEXT,
)
DELETED_STORY = DataLine(
    _("The number of a story that was deleted, and its condition"),
    _("Nobody: it does not say whose it was"),
    _("To say so to whoever follows a link to it"),
    EVERYONE,
    _("As long as the condition’s page"),
)
DIFFERS = DataLine(
    _("That the editors’ text differs from what you lived, if you said so"),
    AUTHOR,
    _("So that editors look again"),
    EVERYONE,
    WITH_TEXT,
)
NOTES = DataLine(_("Notes such as “mentions death”"), AUTHOR, _("So that readers can choose"), EVERYONE, WITH_TEXT)
HELPED = DataLine(_("How many people an answer helped"), AUTHOR, _("To put helpful answers first"), EVERYONE, WITH_TEXT)
VOTE = DataLine(
    _("That an answer helped you, and when"),
    _("Members who said so"),
    _("To count each person once"),
    _("Nobody: others see only the number"),
    _("As long as the answer and your account"),
)
THREAD_STATE = DataLine(
    _("Number of replies, and whether it is answered or closed, and why"),
    AUTHOR,
    _("To show where a question stands"),
    EVERYONE,
    WITH_TEXT,
)

DRAFT = DataLine(
    _("What you typed and have not posted yet"),
    _("Whoever typed it: a member, or a visitor whose browser holds the cookie for it"),
    _("So that nothing typed is lost, also when you sign in first"),
    _("Nobody but you"),
    _("Until you post or discard it; after the last change 14 days for visitors, 180 days for members"),
    rules=("drafts-of-visitors", "drafts-of-members"),
)
SUBMISSION = DataLine(
    _("A scrambled trace of each form you sent, and where it led"),
    MEMBER,
    _("So that two clicks on a button post once"),
    _("Nobody"),
    _("30 days"),
    rules=("traces-of-forms",),
)

YOUR_CHOICE = _("Nobody but you, until you choose members or anyone")
THREAD_PLACE = DataLine(
    _("In which lists a question stands, and since when it waits for a reply"),
    AUTHOR,
    _("To show it where it belongs"),
    EVERYONE,
    WITH_TEXT,
)
QUOTED = DataLine(
    _("Which words a reply quotes"),
    AUTHOR,
    _("To show what it answers; the words themselves are never copied"),
    EVERYONE,
    WITH_TEXT,
)
FOLLOWED = DataLine(
    _("Which questions you follow, and since when you have read them"),
    MEMBER,
    _("To tell you of new replies"),
    _("Only you"),
    _("Until you stop following"),
)
HELPING = DataLine(
    _("That you would help when nobody replies, and which questions were offered to you"),
    _("Members who said so"),
    _("To ask nobody twice, and nobody too often"),
    _("Only you"),
    _("Until you say no, or close your account"),
)

PROFILE = DataLine(
    _("Words about yourself, and your country"), MEMBER, _("For your profile"), YOUR_CHOICE, WITH_ACCOUNT
)
PICTURE = DataLine(
    _("Your picture"),
    MEMBER,
    _("For your profile"),
    YOUR_CHOICE,
    _("As long as the account; one that a moderator took away, 184 days, or as long as an appeal about it is open"),
    rules=("removed-pictures",),
)
AUDIENCE = DataLine(
    _("Who may see each thing in your profile"), MEMBER, _("So that you decide it"), _("Nobody but you"), WITH_ACCOUNT
)
OWN_CONDITION = DataLine(
    _("Your conditions, how you are related to them, year of diagnosis"),
    MEMBER,
    _("For your profile, and to count you on the map if you chose to be there"),
    YOUR_CHOICE,
    WITH_ACCOUNT,
)
OWN_SYMPTOM = DataLine(
    _("Your symptoms, how strong they are, and since when if you said so"),
    MEMBER,
    _("For your own list, and to find members with similar days if you chose that"),
    _("Nobody but you. If you chose to be found: who shares one sees that you share it"),
    WITH_ACCOUNT,
)
COMPARED = DataLine(
    _("That you want to be found by your symptoms, since when, and how many matches you have"),
    _("Members who chose to be found"),
    _("To compare symptoms quickly"),
    _("Members whose symptoms are like yours see your name"),
    _("Until you leave your soulmates: then all of it goes at once"),
)
PACKED = DataLine(
    _("For each symptom the members who have it, by numbers"),
    _("Members who chose to be found"),
    _("To compare symptoms quickly"),
    _("Nobody: no page shows it"),
    _("Until you leave your soulmates: then your number goes from it at once"),
)
PRESENCE = DataLine(
    _("The country in which you are counted, its region if you chose one, and since when"),
    _("Members who joined the map"),
    _("To count people on the map"),
    _("Nobody: it is only counted"),
    _("Until you leave the map"),
)
MAP_COUNT = DataLine(
    _("Numbers of people in each area, counted once a day"),
    _("Nobody alone: groups only"),
    _("To draw the map"),
    EVERYONE,
    _("Until the next day’s count"),
)

TWO_PEOPLE = _("As long as both accounts, so that nobody is waved at again and again")
CONTACT = DataLine(
    _("Who waved to whom and when, and since when two members talk"),
    _("Members who wave or are waved at"),
    _("So that nobody can write before both agreed"),
    _("The two people"),
    TWO_PEOPLE,
)
CONTACT_MIND = DataLine(
    _("Whether a wave was declined, who ended a conversation or let it go"),
    _("Members who wave or are waved at"),
    _("So that it stays as they decided"),
    _("Nobody but whoever decided it"),
    TWO_PEOPLE,
)
MESSAGE = DataLine(
    _("Messages, and when they were sent"),
    _("The two people of a conversation"),
    _("To bring them to the other one"),
    _("The two people; moderators only what one of the two reports"),
    _("Until both have removed them"),
)
MESSAGE_READ = DataLine(
    _("Whether you have read a message"),
    _("Members who get messages"),
    _("To count what is new for you"),
    _("Nobody but you"),
    _("As long as the message"),
)
DOOR = DataLine(
    _("That members with one of your conditions may write to you without a wave"),
    _("Members who said so"),
    _("To let them"),
    _("Members with the same condition, where both show it"),
    _("Until you change it"),
)
UNREAD = DataLine(
    _("How many waves and messages wait for you"),
    MEMBER,
    _("To tell you on each page"),
    _("Nobody but you"),
    WITH_ACCOUNT,
)

NEWS = DataLine(
    _("What you were told of, and whether you read it"),
    MEMBER,
    _("So that you hear when someone replies"),
    _("Nobody but you"),
    _("90 days"),
    rules=("notifications",),
)
NEWS_MAIL = DataLine(
    _("That a mail went to you, and when"),
    MEMBER,
    _("So that none comes twice"),
    OWNERS,
    _("90 days"),
    ("notifications", "mails"),
)
MAIL_CHOICE = DataLine(_("Which mails you want"), MEMBER, _("So that no others come"), OWNERS, WITH_ACCOUNT)

EDITOR = DataLine(
    _("Who wrote each version of a page, and when"),
    _("Editors"),
    _("So that a name stands behind it"),
    EVERYONE,
    _("As long as the page"),
)
REVIEWER = DataLine(
    _("Who checked a page, with profession, date and decision"),
    _("Specialists"),
    _("So that a name stands behind the label"),
    EVERYONE,
    _("As long as the page"),
)
REVIEW_NOTE = DataLine(
    _("A specialist’s note to the editors"),
    _("Specialists"),
    _("To say what to change"),
    _("Editors"),
    _("As long as the page"),
)
EDITING = DataLine(
    _("Who worked on a version, and each step that it took, with notes"),
    _("Editors and specialists"),
    _("So that nobody reviews their own words, and mistakes can be traced"),
    _("Editors"),
    _("As long as the page"),
)
UNREAD_COUNT = DataLine(
    _("How many notifications you have not read"),
    MEMBER,
    _("To show it at the top of your pages"),
    OWNERS,
    WITH_ACCOUNT,
)
COMMENT = DataLine(
    _("What you said to other editors about a version, with your name"),
    _("Editors and specialists"),
    _("To agree on the words of a page"),
    _("Editors"),
    _("As long as the page"),
)
AT_A_DRAFT = DataLine(
    _("That you have a draft open, and when your form last said so"),
    _("Editors"),
    _("So that two do not write the same text at once"),
    _("Editors, for five minutes"),
    _("2 days"),
    rules=("draft-visits",),
)
REMINDER = DataLine(
    _("That a mail about reviews was sent on a day"),
    _("Specialists"),
    _("So that nobody gets it twice"),
    _("The people who run the site"),
    WITH_ACCOUNT,
)
PAGE_FEEDBACK = DataLine(
    _("Whether a page answered your question, and what was missing, without your name"),
    _("Anyone who told us"),
    _("To make the page better"),
    _("Editors"),
    _("365 days"),
    rules=("page-feedback",),
)
MISSED_SEARCH = DataLine(
    _("The words of a search that found nothing, with how often a day, without anything about who searched"),
    _("Nobody we could name"),
    _("To know what people look for and nobody has written yet"),
    _("Editors, once three searches used the same words"),
    _("Three months; two weeks when fewer than three searches used the words"),
)
CONCERN = DataLine(
    _("What you say is wrong on a page"),
    _("Anyone who told us"),
    _("To correct the page"),
    _("Editors"),
    _("Your words: 365 days after it is settled"),
    rules=("concerns",),
)
CONCERN_ANSWER = DataLine(
    _("That your answer says that a page differs from your experience"),
    AUTHOR,
    _("To check the page"),
    _("Editors"),
    _("As long as your answer"),
)
SETTLED = DataLine(
    _("How editors settled a doubt about a page, and what they say"),
    _("Editors"),
    _("So that readers see what came of it"),
    EVERYONE,
    _("As long as the page"),
)
EDITING_LOG = DataLine(
    _("What an editor changed in the editors’ rooms"),
    _("Editors"),
    _("To find out how a mistake came about"),
    _("The people who run the site"),
    WITH_ACCOUNT,
)


def _fields(model: str, names: str, line: DataLine) -> dict[str, DataLine]:
    return {f"{model}.{name}": line for name in names.split()}


TALLY = DataLine(
    _("How often something was done today, under a number made from the account or the network address"),
    _("Everyone who signs in, joins or writes"),
    _("To stop guessing and floods"),
    NO_PAGE,
    _("2 days after the limit has ended; the number cannot be turned back"),
    rules=("tallies",),
)

DATA_MAP: dict[str, DataLine] = {
    **_fields("accounts.User", "display_name", PUBLIC_NAME),
    **_fields("accounts.User", "name_key", NAME_KEY),
    **_fields("accounts.User", "username", SIGN_IN_NAME),
    **_fields("accounts.User", "first_name last_name", OTHER_NAMES),
    **_fields("accounts.User", "email", EMAIL),
    **_fields("accounts.User", "password", PASSWORD),
    **_fields("accounts.User", "date_joined last_login", DATES),
    **_fields("accounts.User", "is_active is_staff is_superuser groups user_permissions", POWERS),
    **_fields("accounts.User", "credential", CREDENTIAL),
    **_fields("accounts.User", "conflict_of_interest biography", SPECIALIST),
    **_fields("accounts.User", "points", POINTS),
    **_fields("accounts.User", "unread_count", UNREAD_COUNT),
    **_fields("accounts.User", "closed_at", CLOSED),
    **_fields("accounts.User", "suspended_until", SUSPENDED),
    **_fields("accounts.Invitation", "token_hash made_at expires_at", INVITATION),
    **_fields("accounts.User", "is_address_trusted", ADDRESS_TRUST),
    **_fields("accounts.User", "waiting_count", UNREAD),
    **_fields("accounts.Block", "member other is_mute since", BLOCK),
    **_fields("accounts.Closing", "member asked_at due_on texts removed", CLOSING),
    **_fields("accounts.Consent", "member kind version given_at withdrawn_at", CONSENT),
    **_fields("account.EmailAddress", "user email verified primary", EMAIL),
    **_fields("account.EmailConfirmation", "email_address created sent key", EMAIL_KEY),
    **_fields("mfa.Authenticator", "user type data created_at last_used_at", SECOND_STEP),
    **_fields("sessions.Session", "session_data expire_date", SESSION),
    **_fields("writing.Draft", "owner token_hash kind about title fields url updated_at", DRAFT),
    **_fields("writing.Tally", "value expires_at", TALLY),
    **_fields("writing.Submission", "member fingerprint url sent_at", SUBMISSION),
    **_fields("usersessions.UserSession", "user created_at last_seen_at session_key", WHERE_SIGNED_IN),
    **_fields("usersessions.UserSession", "ip", NETWORK),
    **_fields("usersessions.UserSession", "user_agent data", WHERE_SIGNED_IN),
    **_fields("questions.Answer", "question body body_html", TEXT),
    **_fields("questions.Answer", "author", TEXT_AUTHOR),
    **_fields("questions.Answer", "posted_at", POSTED),
    **_fields("questions.Answer", "relation", RELATION),
    **_fields("questions.Answer", "diagnosed_year", DIAGNOSED),
    **_fields("questions.Answer", "country", COUNTRY),
    **_fields("questions.Answer", "visibility", VISIBILITY),
    **_fields("questions.Answer", "audience is_anonymous", TEXT_AUDIENCE),
    **_fields("questions.Answer", "shows_help", SHOWS_HELP),
    **_fields("questions.Answer", "cover", COVER),
    **_fields("questions.Answer", "warning_url", WARNING),
    **_fields("questions.Answer", "stage", STAGE),
    **_fields("questions.Answer", "differs_from_summary", DIFFERS),
    **_fields("questions.Answer", "edited_at", POSTED),
    **_fields("questions.Answer", "helpful_count helpful_rank votes_before", HELPED),
    **_fields("questions.AnswerVersion", "answer body replaced_at", EARLIER_WORDS),
    **_fields("questions.AnswerOffer", "question member offered_at", HELPING),
    **_fields("questions.HelpfulVote", "answer voter voted_at", VOTE),
    **_fields("stories.Story", "condition title body body_html teaser reading_minutes language", TEXT),
    **_fields("stories.Story", "author", TEXT_AUTHOR),
    **_fields("stories.Story", "posted_at", POSTED),
    **_fields("stories.Story", "relation", RELATION),
    **_fields("stories.Story", "country", COUNTRY),
    **_fields("stories.Story", "stage", STAGE),
    **_fields("stories.Story", "content_notes", NOTES),
    **_fields("stories.Story", "changed_at", POSTED),
    **_fields("stories.Story", "helpful_count", HELPED),
    **_fields("stories.StoryUpdate", "story heading body body_html", TEXT),
    **_fields("stories.StoryUpdate", "posted_at", POSTED),
    **_fields("stories.StoryVersion", "story title body replaced_at", EARLIER_WORDS),
    **_fields("stories.DeletedStory", "number condition", DELETED_STORY),
    **_fields("stories.StoryThanks", "story body body_html", TEXT),
    **_fields("stories.StoryThanks", "author", TEXT_AUTHOR),
    **_fields("stories.StoryThanks", "posted_at", POSTED),
    **_fields("stories.StoryThanks", "visibility", VISIBILITY),
    **_fields("stories.StoryThanks", "audience is_anonymous", TEXT_AUDIENCE),
    **_fields("stories.StoryThanks", "shows_help", SHOWS_HELP),
    **_fields("stories.StoryThanks", "cover", COVER),
    **_fields("stories.StoryThanks", "warning_url", WARNING),
    **_fields("stories.StoryVote", "story voter voted_at", VOTE),
    **_fields("stories.Story", "visibility", VISIBILITY),
    **_fields("stories.Story", "audience is_anonymous", TEXT_AUDIENCE),
    **_fields("stories.Story", "shows_help", SHOWS_HELP),
    **_fields("stories.Story", "cover", COVER),
    **_fields("stories.Story", "warning_url", WARNING),
    **_fields("forum.Thread", "conditions title body body_html", TEXT),
    **_fields("forum.Thread", "author", TEXT_AUTHOR),
    **_fields("forum.Thread", "posted_at published_at edited_at last_post_at", POSTED),
    **_fields("forum.Thread", "reply_count is_answered is_closed closed_reason closed_to told_at", THREAD_STATE),
    **_fields("forum.Thread", "is_general", THREAD_PLACE),
    **_fields("forum.ThreadCondition", "thread condition place posted_at last_post_at", THREAD_PLACE),
    **_fields("forum.ThreadCondition", "is_listed is_for_members is_unanswered", THREAD_PLACE),
    **_fields("forum.ThreadEdit", "thread title body replaced_at", EARLIER_WORDS),
    **_fields("forum.Thread", "visibility", VISIBILITY),
    **_fields("forum.Thread", "audience is_anonymous", TEXT_AUDIENCE),
    **_fields("forum.Thread", "shows_help", SHOWS_HELP),
    **_fields("forum.Thread", "cover", COVER),
    **_fields("forum.Thread", "warning_url", WARNING),
    **_fields("forum.Post", "thread body body_html", TEXT),
    **_fields("forum.Post", "author", TEXT_AUTHOR),
    **_fields("forum.Post", "posted_at published_at edited_at", POSTED),
    **_fields("forum.Post", "quoted quotes_question", QUOTED),
    **_fields("forum.Post", "helpful_count", HELPED),
    **_fields("forum.PostEdit", "post body replaced_at", EARLIER_WORDS),
    **_fields("forum.PostVote", "post voter voted_at", VOTE),
    **_fields("forum.Following", "thread member since seen_at", FOLLOWED),
    **_fields("forum.Volunteer", "member since", HELPING),
    **_fields("forum.Offer", "thread member offered_at", HELPING),
    **_fields("forum.Post", "visibility", VISIBILITY),
    **_fields("forum.Post", "audience is_anonymous", TEXT_AUDIENCE),
    **_fields("forum.Post", "shows_help", SHOWS_HELP),
    **_fields("forum.Post", "cover", COVER),
    **_fields("forum.Post", "warning_url", WARNING),
    **_fields("notifications.Notification", "recipient kind key title url made_at read_at", NEWS),
    **_fields("notifications.Notification", "pace mail", NEWS_MAIL),
    **_fields("notifications.Mail", "recipient made_at attempts next_attempt_at claimed_at sent_at", NEWS_MAIL),
    **_fields("notifications.EmailChoice", "member kind pace", MAIL_CHOICE),
    **_fields("moderation.Decision", "kind item_id author by case action ground reason detail made_at", DECISION),
    **_fields("moderation.Decision", "is_automated is_bulk until before snapshot undoes", DECISION),
    **_fields("moderation.Case", "kind item_id author language risk opened_at settled_at", CASE),
    **_fields("moderation.Case", "waits_for_author_since", CASE),
    **_fields("moderation.Case", "claimed_by claimed_until", CLAIM),
    **_fields("moderation.Flag", "case source reason words raised_at", CASE),
    **_fields("moderation.Report", "case kind item_id snapshot reporter name email reason words", REPORT),
    **_fields("moderation.Report", "weight key sent_at told_at", REPORT),
    **_fields("moderation.Report", "person address_hash", REPORT_TRACE),
    **_fields("moderation.Appeal", "decision author words made_at outcome answer decided_at", APPEAL),
    **_fields("moderation.Appeal", "first_by decided_by", APPEAL),
    **_fields("audit.Entry", "number at by_id action about digest previous_hash hash", STAFF_LOG),
    **_fields("audit.Entry", "whose_id", CONCERNED),
    **_fields("moderation.ProposedChange", "author title body body_html fields", CHANGE),
    **_fields("moderation.ProposedChange", "target_kind target_id url posted_at", CHANGE),
    **_fields("moderation.ProposedChange", "visibility audience is_anonymous shows_help cover warning_url", CHANGE),
    **_fields("moderation.TextPrint", "kind item_id author value made_at", TEXT_PRINT),
    **_fields("moderation.PhraseList", "name topic points lines changed_at", CHECK_OF_TEXTS),
    **_fields("moderation.LearnedTable", "made_at examples recall false_share is_used data", CHECK_OF_TEXTS),
    **_fields("moderation.Snapshot", "kind item_id author title body digest taken_at", SNAPSHOT),
    **_fields("members.Profile", "visibility", VISIBILITY),
    **_fields("members.Profile", "shows_help", SHOWS_HELP),
    **_fields("members.Profile", "member about country", PROFILE),
    **_fields("members.Profile", "picture_key", PICTURE),
    **_fields("members.Profile", "about_audience country_audience picture_audience writing_audience", AUDIENCE),
    **_fields("members.MemberCondition", "member condition relation diagnosed_year", OWN_CONDITION),
    **_fields("members.MemberCondition", "audience year_audience", AUDIENCE),
    **_fields("members.MemberSymptom", "member symptom strength since_year since_month", OWN_SYMPTOM),
    **_fields("members.Soulmate", "member listed match_count is_counted joined_at", COMPARED),
    **_fields("members.Posting", "symptom is_dense places", PACKED),
    **_fields("members.PlaceSums", "block sums", PACKED),
    **_fields("members.MapPresence", "member country region joined_at", PRESENCE),
    **_fields("members.MapCount", "scope condition counted_on minimum total areas roles regions near far", MAP_COUNT),
    **_fields("members.Connection", "waver receiver is_direct waved_at wave_count agreed_at", CONTACT),
    **_fields("members.Connection", "receiver_waved_at receiver_wave_count last_message_at", CONTACT),
    **_fields("members.Connection", "state ended_at ended_by is_gone_for_waver is_gone_for_receiver", CONTACT_MIND),
    **_fields("members.Message", "connection sender receiver body body_html sent_at visibility", MESSAGE),
    **_fields("members.Message", "shows_help", SHOWS_HELP),
    **_fields("members.Message", "is_gone_for_sender is_gone_for_receiver", MESSAGE),
    **_fields("members.Message", "read_at", MESSAGE_READ),
    **_fields("members.OpenDoor", "member since", DOOR),
    **_fields("questions.Summary", "author written_at published_at", EDITOR),
    **_fields("questions.Summary", "changed_at changed_by", EDITING),
    **_fields("questions.Contribution", "summary person part", EDITING),
    **_fields("questions.SummaryComment", "summary author words written_at", COMMENT),
    **_fields("questions.DraftVisit", "summary person seen_at", AT_A_DRAFT),
    **_fields("questions.Transition", "summary from_state to_state by at note text_hash review", EDITING),
    **_fields("questions.Review", "summary_author", EDITOR),
    **_fields("questions.Review", "reviewer reviewer_name reviewer_credential decision reviewed_on due_on", REVIEWER),
    **_fields("questions.Review", "note", REVIEW_NOTE),
    **_fields("questions.ReviewReminder", "reviewer sent_on", REMINDER),
    **_fields("questions.PageFeedback", "summary is_helpful words sent_at read_at", PAGE_FEEDBACK),
    **_fields("questions.MissedSearch", "words day count", MISSED_SEARCH),
    **_fields("questions.Concern", "question kind words opened_at due_on", CONCERN),
    **_fields("questions.Concern", "answer", CONCERN_ANSWER),
    **_fields("questions.Concern", "outcome explanation settled_at settled_by", SETTLED),
    **_fields(
        "admin.LogEntry", "action_time user content_type object_id object_repr action_flag change_message", EDITING_LOG
    ),
}

ROOMS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("Your account"), ("accounts.", "account.", "mfa.", "sessions.", "usersessions.")),
    (_("Writing"), ("writing.",)),
    (_("Answers to questions"), ("questions.Answer", "questions.HelpfulVote.")),
    (_("What readers tell the editors"), ("questions.PageFeedback.", "questions.Concern.", "questions.MissedSearch.")),
    (_("Stories"), ("stories.",)),
    (_("Forum"), ("forum.",)),
    (_("Moderation"), ("moderation.", "audit.")),
    (_("Notifications and mails"), ("notifications.",)),
    (
        _("Your health, and the map"),
        (
            "members.Profile.",
            "members.Member",
            "members.Map",
            "members.Soulmate.",
            "members.Posting.",
            "members.PlaceSums.",
        ),
    ),
    (_("Waves and messages"), ("members.Connection.", "members.Message.", "members.OpenDoor.")),
    (
        _("Editors and specialists"),
        (
            *("questions.Summary.", "questions.Contribution.", "questions.Transition."),
            *("questions.Review.", "questions.ReviewReminder.", "admin."),
            *("questions.SummaryComment.", "questions.DraftVisit."),
        ),
    ),
)
"""The parts of the privacy page, with how the names of their fields begin."""


def data_rooms() -> tuple[DataRoom, ...]:
    """The map as readers see it: each line once in each part."""
    return tuple(
        DataRoom(name, tuple(dict.fromkeys(line for field, line in DATA_MAP.items() if field.startswith(beginnings))))
        for name, beginnings in ROOMS
    )
