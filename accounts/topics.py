"""The pages of one's own account, in the order of the menu. A room that adds such a page adds its line here:
nothing but the name of its address, so that accounts knows nothing of the rooms above."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """One page: the name of its address, what the menu calls it, and one sentence for the overview."""

    url_name: str
    name: Promise | str
    about: Promise | str


TOPICS: tuple[Topic, ...] = (
    Topic("account-name", _("Name"), _("The name that others see.")),
    Topic("profile", _("Profile"), _("What others see of you, and who sees it.")),
    Topic("picture", _("Picture"), _("A face or a drawing beside your name.")),
    Topic("member-conditions", _("Conditions"), _("What concerns you, and who may know it.")),
    Topic("map-place", _("Map"), _("Whether you are counted on the map, and in which country.")),
    Topic("symptoms", _("Symptoms"), _("What you feel, for your own eyes, or to find others like you.")),
    Topic("message-list", _("Messages"), _("Waves, and what you and others write to each other.")),
    Topic("contact-choice", _("Who may reach me"), _("Who may wave and write to you.")),
    Topic("people", _("People"), _("Whom you muted or blocked.")),
    Topic("account-privacy", _("What you agree to"), _("Each consent by itself, with a button to take it back.")),
    Topic("account_email", _("E-mail address"), _("Where we reach you. Nobody else sees it.")),
    Topic("notification-list", _("Notifications"), _("Replies to you, and what became of what you wrote.")),
    Topic("appeal-list", _("Decisions and appeals"), _("What others cannot see of what you wrote, and why.")),
    Topic("email-choices", _("Mails"), _("Which news comes by e-mail, and how soon.")),
    Topic("forum-help", _("Help with questions"), _("Say whether we may offer you questions that nobody answered.")),
    Topic("account_change_password", _("Password"), _("Choose a new one.")),
    Topic("mfa_index", _("Passkeys and second step"), _("Sign in without a password, or with a code from an app.")),
    Topic("usersessions_list", _("Where you are signed in"), _("See your devices, and sign them out.")),
    Topic("account-data", _("Download my data"), _("Everything that we hold of you.")),
    Topic("account-log", _("Who read what is mine"), _("When a moderator opened something of yours, and why.")),
    Topic("account-close", _("Close my account"), _("Leave, and decide what becomes of your texts.")),
)
