"""What is wrong is refused whole, with the reason and, in a file, its line: afterwards no row of any table differs."""

import re
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from conditions.models import Symptom
from members.listing import join_soulmates
from members.models import MapPresence, MemberSymptom, Posting, Soulmate
from members.services import add_condition, add_symptoms, join_map
from tests.conditions.test_import_hpo import INVENTED, hpoa, import_elsewhere, obo
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db
WHOLE = obo(INVENTED)
MIDDLE = len(WHOLE) // 2
OF_VISITS = {"Session", "UserSession"}
"""Tables that note that somebody was here."""

type Refused = Callable[["Scene"], str]
"""Sends what is wrong, and returns what was said to it."""


class Scene:
    """A member whom others find by symptoms, who is on the map and belongs to a condition; and where files go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.import_files(obo=WHOLE)
        member = make_user()
        symptoms = Symptom.objects.filter(hpo_id__in=["HP:1000001", "HP:1000002", "HP:1000003"])
        add_symptoms(member=member, symptoms=symptoms, consent=True)
        join_soulmates(member=member, consent=True)
        add_condition(member=member, condition=make_condition(), relation="has-it", consent=True)
        join_map(member=member, country="ES", consent=True)
        Symptom.objects.create(hpo_id="HP:1000009", name="Given up", is_obsolete=True)
        self.browser = Client()
        self.browser.force_login(member, backend="django.contrib.auth.backends.ModelBackend")

    def import_files(self, *, obo: str, annotations: str = "") -> None:
        files = {"hp.obo": obo, "hp.hpoa": annotations}
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        options = {"annotations": self.folder / "hp.hpoa"} if annotations else {}
        call_command("import_hpo", str(self.folder / "hp.obo"), stdout=StringIO(), **options)

    def refuse_files(self, *, obo: str, annotations: str = "") -> str:
        with pytest.raises(CommandError) as refused:
            self.import_files(obo=obo, annotations=annotations)
        return str(refused.value)

    def refuse_form(self, path: str, values: dict[str, object], *, status: int = 200) -> str:
        answer = self.browser.post(path, values)
        assert answer.status_code == status
        return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())

    def refuse_symptoms(self, *picked: object, status: int = 200) -> str:
        return self.refuse_form("/soulmates/symptoms/add/", {"symptom": picked}, status=status)

    def refuse_second_import(self) -> str:
        with import_elsewhere():
            return self.refuse_files(obo=obo(INVENTED, "2026-06-01"))


CIRCLE = obo(INVENTED | {"HP:1000001": ("Blue moods", "HP:1000004")})
NEWER = obo(INVENTED | {"HP:1000008": ("Humming elbows", "HP:0000118")}, "2026-06-01")
NOT_LISTED = "One of these symptoms is not in our list any more."
REFUSED: dict[str, tuple[Refused, str]] = {
    "unknown symptom": (lambda scene: scene.refuse_symptoms("HP:9999999"), NOT_LISTED),
    "known and unknown symptom": (lambda scene: scene.refuse_symptoms("HP:1000004", "HP:9999999"), NOT_LISTED),
    "symptom that was given up": (lambda scene: scene.refuse_symptoms("HP:1000009"), NOT_LISTED),
    "too many symptoms": (lambda scene: scene.refuse_symptoms(*range(1, 900)), "You can note up to 60 symptoms"),
    "5,000 symptoms": (lambda scene: scene.refuse_symptoms(*range(1, 5001), status=400), "Home"),
    "country that no longer exists": (
        lambda scene: scene.refuse_form("/account/map/", {"country": "SU"}),
        "Select a valid choice. SU is not one of the available choices.",
    ),
    "file cut in a line": (
        lambda scene: scene.refuse_files(obo=WHOLE[:MIDDLE]),
        "Line 31: the file ends in the middle of a line.",
    ),
    "file with a circle": (
        lambda scene: scene.refuse_files(obo=CIRCLE),
        "Line 26: HP:1000001 is its own parent",
    ),
    "annotations cut in a line": (
        lambda scene: scene.refuse_files(obo=NEWER, annotations=hpoa("X:1 HP:1000004 - - P")[:-9]),
        "hp.hpoa: Line 3: ",
    ),
    "second import at once": (Scene.refuse_second_import, "Another import is under way. Wait until it is done."),
}


def every_row() -> dict[str, str]:
    """A hash of each table."""
    return {
        model.__name__: sha256(repr(list(model._default_manager.order_by("pk").values())).encode()).hexdigest()  # noqa: SLF001
        for model in apps.get_models()
        if model.__name__ not in OF_VISITS
    }


@pytest.fixture
def scene(settings, tmp_path) -> Scene:
    settings.VAR_DIR = tmp_path
    return Scene(tmp_path)


@pytest.mark.parametrize("fault", REFUSED)
def test_what_is_wrong_is_refused_with_the_reason_and_no_row_is_another(scene, fault):
    before = every_row()
    refuse, reason = REFUSED[fault]
    assert reason in refuse(scene)
    assert every_row() == before


def test_file_that_is_cut_anywhere_before_the_end_of_its_last_symptom_is_refused_whole(scene):
    before = every_row()
    for place in range(WHOLE.index("is_a: HP:1000003")):
        assert "Nothing was imported." in scene.refuse_files(obo=WHOLE[:place]), WHOLE[:place][-60:]
    assert every_row() == before


def test_rows_that_stay_are_there_and_what_is_right_does_change_them(scene):
    before = every_row()
    assert MemberSymptom.objects.count() == 3
    for model in (MapPresence, Soulmate, Posting):
        assert model.objects.exists()
    scene.import_files(obo=NEWER)
    after = every_row()
    assert {name for name, rows in after.items() if rows != before[name]} >= {
        "Symptom",
        "SymptomName",
        "SymptomRelease",
    }
