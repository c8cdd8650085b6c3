from django.contrib.staticfiles import finders

from pages import stylesheet


def test_one_stylesheet_holds_every_part_in_the_order_of_their_numbers(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    css = stylesheet.build().read_text("utf-8")
    places = [css.index(part.read_text("utf-8").replace("url(../", "url(")) for part in stylesheet.parts()]
    assert places == sorted(places)


def test_fonts_of_the_joined_stylesheet_are_where_it_says(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert "url(../" not in stylesheet.joined()
    assert "url(fonts/literata-600.woff2)" in stylesheet.joined()
    assert finders.find("fonts/literata-600.woff2")


def test_finder_makes_the_stylesheet_when_it_is_asked_for(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert finders.find("site.css") == str(tmp_path / "stylesheet" / "site.css")


def test_stylesheet_is_written_again_only_when_a_part_has_changed(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    first = stylesheet.build().stat().st_mtime_ns
    assert stylesheet.build().stat().st_mtime_ns == first
