"""Everything that people write for others is registered with moderation, and what it names is there."""

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from moderation.apps import ModerationConfig
from moderation.kinds import kind_of, kinds, moderated_kinds
from moderation.models import Moderated


@pytest.fixture(autouse=True)
def one_kind():
    """Here the site's own kinds stand, not the one of the tests beside this."""


def test_every_moderated_model_is_registered_once():
    models = {model._meta.label for model in apps.get_models() if issubclass(model, Moderated)}
    assert isinstance(apps.get_app_config("moderation"), ModerationConfig)
    assert len(models) > 3
    assert sorted(kind.model for kind in moderated_kinds()) == sorted(models)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_what_a_kind_names_is_there(kind):
    assert kind_of(kind.model_class()()) == kind
    named = (
        kind.title,
        kind.follow,
        kind.url,
        kind.body,
        kind.html,
        kind.readable,
        kind.redact,
        kind.limit,
        kind.mark,
        kind.about,
    )
    for name in filter(None, named):
        assert callable(import_string(name)), name
    assert str(kind.rows().query)


@pytest.mark.parametrize("kind", moderated_kinds(), ids=lambda kind: kind.name)
def test_what_moderators_hold_and_show_has_what_that_needs(kind):
    model = kind.model_class()
    fields = {field.name for field in model._meta.get_fields()}
    assert {kind.author, "visibility", "shows_help"} <= fields
    assert kind.html or "body_html" in fields
    assert kind.url or callable(model.get_absolute_url)
    assert kind.redact or kind.is_private or not kind.has_words


def test_only_messages_are_private_and_count_as_no_text():
    assert [kind.name for kind in kinds() if kind.is_private] == ["message"]
    assert not any(kind.counts_as_text for kind in kinds() if kind.is_private)
