"""Everything that people write for others is registered with moderation, and what it names is there."""

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from moderation.apps import ModerationConfig
from moderation.kinds import kind_of, kinds
from moderation.models import ModeratedContent


@pytest.fixture(autouse=True)
def one_kind():
    """Here the site's own kinds stand, not the one of the tests beside this."""


def test_every_moderated_model_is_registered_once():
    models = {model._meta.label for model in apps.get_models() if issubclass(model, ModeratedContent)}
    assert isinstance(apps.get_app_config("moderation"), ModerationConfig)
    assert len(models) > 3
    assert sorted(kind.model for kind in kinds()) == sorted(models)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_what_a_kind_names_is_there(kind):
    model = kind.model_class()
    assert kind_of(model()) == kind
    for name in (kind.title, kind.follow):
        assert callable(import_string(name)), name
    fields = {field.name for field in model._meta.get_fields()}
    assert {"author", "posted_at", "body_html"} <= fields
    assert callable(model.get_absolute_url)
    assert str(model.objects.select_related("author", *kind.select_related).query)
