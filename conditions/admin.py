from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from conditions.models import Code, Condition, ConditionName, ConditionRedirect, ConditionSymptom, Symptom
from conditions.services import mark_changed, name_symptom, save_condition, save_name


class ConditionNameInline(admin.TabularInline):
    model = ConditionName
    extra = 0


class CodeInline(admin.TabularInline):
    model = Code
    extra = 0


class ConditionSymptomInline(admin.TabularInline):
    model = ConditionSymptom
    extra = 0
    autocomplete_fields = ["symptom"]


class ConditionRedirectInline(admin.TabularInline):
    model = ConditionRedirect
    extra = 0


@admin.register(Condition)
class ConditionAdmin(admin.ModelAdmin):
    list_display = ["name", "short_name", "is_published", "updated_at"]
    list_filter = ["is_published"]
    search_fields = ["name", "short_name", "other_names__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ConditionNameInline, CodeInline, ConditionSymptomInline, ConditionRedirectInline]

    def save_model(self, request: HttpRequest, obj: Condition, form: ModelForm, change: bool) -> None:  # noqa: ARG002
        save_condition(obj)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        if formset.model is ConditionName:
            for name in formset.save(commit=False):
                save_name(name)
            for name in formset.deleted_objects:
                name.delete()
        else:
            super().save_formset(request, form, formset, change)
        mark_changed([form.instance.pk])


@admin.register(Symptom)
class SymptomAdmin(admin.ModelAdmin):
    list_display = ["name", "plain_name", "hpo_id", "is_obsolete"]
    list_filter = ["is_obsolete"]
    search_fields = ["name", "plain_name", "hpo_id"]

    def save_model(self, request: HttpRequest, obj: Symptom, form: ModelForm, change: bool) -> None:  # noqa: ARG002
        obj.save()
        name_symptom(obj)
        mark_changed(obj.condition_symptoms.values_list("condition_id", flat=True))
