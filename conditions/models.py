from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conditions.querysets import ConditionQuerySet


class Condition(models.Model):
    """A condition of the catalogue. `version` counts the changes that readers can see on its pages."""

    slug = models.SlugField(_("address"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_in_text = models.CharField(
        _("name inside a sentence"),
        max_length=200,
        blank=True,
        help_text=_("As it stands in the middle of a sentence: “acute lymphocytic leukemia”. Empty: the name itself."),
    )
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    definition = models.CharField(_("plain definition"), max_length=300, help_text=_("One plain sentence."))
    folded_name = models.CharField(max_length=200, editable=False)
    initial = models.CharField(max_length=4, editable=False)
    is_published = models.BooleanField(_("published"), default=True)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["folded_name", "pk"]
        indexes = [
            models.Index(fields=["initial", "folded_name"], name="condition_a_to_z"),
            models.Index(fields=["folded_name"], name="condition_folded_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="condition_name_not_empty"),
            models.CheckConstraint(condition=~Q(definition=""), name="condition_definition_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("condition-detail", args=[self.slug])

    @property
    def in_text(self) -> str:
        """The name as it stands in the middle of a sentence."""
        return self.name_in_text or self.name

    @property
    def short(self) -> str:
        """The short name where there is one, otherwise the name inside a sentence."""
        return self.short_name or self.in_text


class ConditionName(models.Model):
    """Another name of a condition; it has its own entry in the A to Z."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    initial = models.CharField(max_length=4, editable=False)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["initial", "folded_name"], name="condition_name_a_to_z"),
            models.Index(fields=["folded_name"], name="condition_name_folded_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "name"],
                name="condition_name_once",
                violation_error_message=_("This condition has that name already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="condition_other_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class ConditionRedirect(models.Model):
    """An old address of a condition that was renamed or merged."""

    old_slug = models.SlugField(_("old address"), max_length=200, unique=True)
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="redirects")

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.old_slug


class Relation(models.TextChoices):
    """How a person is related to a condition."""

    HAS_IT = "has-it", _("living with it")
    PARENT = "parent", _("parent")
    PARTNER = "partner", _("partner")
    FAMILY = "family", _("family member")
    FRIEND = "friend", _("friend")
    CARER = "carer", _("carer")
    PROFESSIONAL = "professional", _("health professional")
    RESEARCHER = "researcher", _("researcher")
    ORGANISATION = "organisation", _("organisation")
    UNDIAGNOSED = "undiagnosed", _("not diagnosed yet")


class Stage(models.TextChoices):
    """Where someone stands with a condition while they write."""

    NEW = "new", _("newly diagnosed")
    TREATMENT = "treatment", _("in treatment")
    LIVING = "living", _("living with it for longer")
    AFTER = "after", _("after treatment")


class CodeSystem(models.TextChoices):
    """Who gives the code."""

    ICD_10 = "icd-10", "ICD-10"
    ICD_11 = "icd-11", "ICD-11"
    OMIM = "omim", "OMIM"
    ORPHA = "orpha", "ORPHA"
    MESH = "mesh", "MeSH"


class CodeRelation(models.TextChoices):
    """How a code relates to the condition."""

    EXACT = "exact", _("exactly this condition")
    BROADER = "broader", _("covers more than this condition")
    NARROWER = "narrower", _("covers only a part of this condition")


class Code(models.Model):
    """A condition's entry in a classification."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(_("system"), max_length=10, choices=CodeSystem)
    value = models.CharField(_("code"), max_length=20)
    relation = models.CharField(_("relation"), max_length=10, choices=CodeRelation, default=CodeRelation.EXACT)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["system", "value"]
        indexes = [models.Index(fields=["value"], name="code_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "system", "value"],
                name="code_once_per_condition",
                violation_error_message=_("This condition has that code already."),
            ),
            models.CheckConstraint(condition=Q(system__in=CodeSystem.values), name="code_system_known"),
            models.CheckConstraint(condition=Q(relation__in=CodeRelation.values), name="code_relation_known"),
            models.CheckConstraint(condition=~Q(value=""), name="code_value_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.value}"


class Symptom(models.Model):
    """A sign or symptom, named as in the Human Phenotype Ontology, with plain words beside it.

    `lineage` holds the keys of itself and of every broader symptom; empty means itself alone. `information` is its IC
    in nats: how much it tells that somebody has it (members/matching.py). One that the ontology gave up without a
    successor is obsolete: it stays where it was noted and is offered no more.
    """

    hpo_id = models.CharField(_("HPO number"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=200)
    plain_name = models.CharField(_("plain words"), max_length=200, blank=True)
    lineage = models.JSONField(default=list, blank=True, editable=False)
    information = models.FloatField(default=1.0, editable=False)
    is_obsolete = models.BooleanField(_("given up by the ontology"), default=False)

    class Meta:
        verbose_name = _("symptom")
        verbose_name_plural = _("symptoms")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(information__gt=0), name="symptom_information_positive")]

    def __str__(self) -> str:
        return self.plain_name or self.name

    @property
    def with_broader(self) -> frozenset[int]:
        """The keys of itself and of every broader symptom."""
        return frozenset(self.lineage) | {self.pk}


class NameKind(models.TextChoices):
    """Where a name of a symptom comes from: a place in lists, the first one first."""

    PLAIN = "plain", _("our plain words")
    LAY = "lay", _("everyday word of the ontology")
    LABEL = "label", _("name in the ontology")
    OTHER = "other", _("other name of the ontology")


class SymptomName(models.Model):
    """A name by which a symptom is found, with its folded form."""

    symptom = models.ForeignKey(Symptom, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=300)
    folded_name = models.CharField(max_length=300, editable=False)
    kind = models.CharField(_("kind"), max_length=5, choices=NameKind)

    class Meta:
        verbose_name = _("name of a symptom")
        verbose_name_plural = _("names of symptoms")
        constraints = [
            models.UniqueConstraint(fields=["symptom", "kind", "name"], name="symptom_name_once"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="symptom_name_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="symptom_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class SymptomRedirect(models.Model):
    """A number that the ontology gave up in favour of another symptom."""

    old_hpo_id = models.CharField(_("old HPO number"), max_length=10, unique=True)
    symptom = models.ForeignKey(Symptom, on_delete=models.CASCADE, related_name="redirects")

    class Meta:
        verbose_name = _("old number of a symptom")
        verbose_name_plural = _("old numbers of symptoms")

    def __str__(self) -> str:
        return self.old_hpo_id


class SymptomRelease(models.Model):
    """The release of the ontology that was imported last: one row. Without annotations, IC comes from the members."""

    version = models.CharField(_("version"), max_length=40)
    annotations_version = models.CharField(_("version of the annotations"), max_length=40, blank=True)
    imported_at = models.DateTimeField(_("imported"))
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("release of the ontology")
        verbose_name_plural = _("releases of the ontology")
        constraints = [models.CheckConstraint(condition=Q(only=True), name="symptom_release_only_one")]

    def __str__(self) -> str:
        return self.version


class Frequency(models.TextChoices):
    """How often people with the condition have the symptom."""

    VERY_COMMON = "very-common", _("most people have it")
    COMMON = "common", _("many people have it")
    OCCASIONAL = "occasional", _("some people have it")


class ConditionSymptom(models.Model):
    """A symptom of a condition."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="condition_symptoms")
    symptom = models.ForeignKey(Symptom, on_delete=models.PROTECT, related_name="condition_symptoms")
    frequency = models.CharField(_("how often"), max_length=12, choices=Frequency, default=Frequency.COMMON)

    class Meta:
        verbose_name = _("symptom of a condition")
        verbose_name_plural = _("symptoms of conditions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["condition", "symptom"], name="condition_symptom_once"),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="condition_symptom_frequency_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symptom} ({self.get_frequency_display()})"
