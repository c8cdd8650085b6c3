from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Where a contribution stands: only `VISIBLE` is for others to read."""

    HELD = "held", _("waiting for a moderator")
    VISIBLE = "visible", _("visible")
    REMOVED = "removed", _("removed by a moderator")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


class Audience(models.TextChoices):
    """Who may read a contribution once it is visible, as its author chose."""

    ANYONE = "anyone", _("anyone")
    MEMBERS = "members", _("signed-in members only")


class Cover(models.TextChoices):
    """What a plain cover over a text says, so that readers choose whether to open it."""

    SELF_HARM = "self-harm", _("This speaks of suicide or of hurting oneself.")
    VIOLENCE = "violence", _("This speaks of violence or of abuse.")
    DYING = "dying", _("This speaks of dying, and of the last days of someone.")
    CHILD = "child", _("This speaks of the suffering or death of a child.")
    BODY = "body", _("This describes wounds, blood or an operation closely.")
    OTHER = "other", _("This may be hard to read.")


class Moderated(models.Model):
    """Words of a person that moderators may have to read before others do.

    What moderation must know of each kind is registered in moderation/kinds.py.
    """

    visibility = models.CharField(
        _("visibility"),
        max_length=10,
        choices=Visibility,
        default=Visibility.VISIBLE,
        db_default=Visibility.VISIBLE,
        db_index=False,
    )
    shows_help = models.BooleanField(
        _("places that help stand above it"),
        default=False,
        db_default=False,
        help_text=_("Set when it may speak of wanting to die."),
    )

    class Meta:
        abstract = True


class ModeratedContent(Moderated):
    """Something that a person wrote for all or for members to read. Its rows come from a `ModeratedQuerySet`.

    A kind of content also has `author`, `posted_at`, `body_html` and `get_absolute_url`.
    """

    audience = models.CharField(_("who may read it"), max_length=10, choices=Audience, default=Audience.ANYONE)
    is_anonymous = models.BooleanField(_("without the author’s name"), default=False)
    cover = models.CharField(
        _("cover"),
        max_length=10,
        choices=Cover,
        blank=True,
        default="",
        db_default="",
        help_text=_("Readers see this sentence, and open the text themselves."),
    )
    warning_url = models.CharField(
        _("what the editors say"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Readers see above the text that its advice can harm, with this address."),
    )

    class Meta:
        abstract = True


class TitledContent(ModeratedContent):
    """Content with a `title` of its own. Behind a cover it has another name for everybody, also in its address
    (docs/decisions/0053-titles.md)."""

    title: "models.CharField[str, str]"

    class Meta:
        abstract = True

    @property
    def shown_title(self) -> str:
        """What it is called outside of its cover."""
        return gettext("Covered by a moderator") if self.cover else self.title

    @property
    def slug(self) -> str:
        """The readable end of its address."""
        return slugify("" if self.cover else self.title) or str(self._meta.model_name)
