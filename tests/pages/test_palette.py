import pytest

from pages.palette import TOKENS_FILE, contrast, pairs, read_tokens, site_tokens, theme_css, themed, unreadable


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#ffffff", "#767676") == contrast("#767676", "#ffffff")


def test_every_pair_of_our_own_colours_can_be_read_in_both_modes():
    assert unreadable(site_tokens()) == []


def test_every_colour_on_a_ground_in_the_design_is_looked_at():
    looked_at = {(pair.colour, pair.ground) for pair in pairs(site_tokens())}
    assert len(list(pairs(site_tokens()))) == 2 * 40
    for pair in [
        ("ink", "paper"),
        ("ink-2", "sunken"),
        ("visited", "plum-tint"),
        ("on-alert", "alert"),
        ("pine", "land"),
    ]:
        assert pair in looked_at


def test_known_ratios_are_those_of_the_design():
    found = {(pair.colour, pair.ground, pair.mode): round(pair.contrast, 1) for pair in pairs(site_tokens())}
    assert found["ink", "paper", "light"] == 13.8
    assert found["pine", "pine-tint", "dark"] == 8.2
    assert found["control", "plum-tint", "light"] == 3.8
    assert found["focus-in", "focus-out", "dark"] == 11.1


def test_dark_keeps_what_it_does_not_change_and_short_colours_become_long():
    tokens = read_tokens(
        ":root{--paper:#FFF;--sun:#ffc247}\n"
        "@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--paper:#111}}"
    )
    assert tokens == {
        "light": {"paper": "#ffffff", "sun": "#ffc247"},
        "dark": {"paper": "#111111", "sun": "#ffc247"},
    }


def test_both_dark_rules_of_the_stylesheet_say_the_same():
    css = TOKENS_FILE.read_text("utf-8")
    preferred, chosen = css.index(":root:not([data-theme=light])"), css.index(":root[data-theme=dark]")
    rules = [css[start : css.index("}", start)].partition("{")[2].split() for start in (preferred, chosen)]
    assert rules[0] == rules[1]
    assert len(rules[0]) > 5


def test_owner_colour_takes_the_place_of_ours_in_its_mode():
    tokens = themed({"pine": ("#123456", "#abcdef")})
    assert (tokens["light"]["pine"], tokens["dark"]["pine"]) == ("#123456", "#abcdef")
    assert tokens["light"]["plum"] == site_tokens()["light"]["plum"]


def test_a_colour_that_is_too_faint_is_named_with_its_ground_and_mode():
    faint = unreadable(themed({"pine": ("#777777", site_tokens()["dark"]["pine"])}))
    assert ("pine", "paper", "light") in {(pair.colour, pair.ground, pair.mode) for pair in faint}
    assert {pair.mode for pair in faint} == {"light"}


def test_theme_stylesheet_reads_back_as_the_colours_that_it_was_made_of():
    theme = {"pine": ("#0e4f52", "#8bd5c6"), "plum": ("#6b2f5b", "#e6b5d4")}
    tokens = read_tokens(theme_css(theme))
    assert tokens["light"] == {"pine": "#0e4f52", "plum": "#6b2f5b"}
    assert tokens["dark"] == {"pine": "#8bd5c6", "plum": "#e6b5d4"}


def test_no_theme_is_an_empty_stylesheet():
    assert theme_css({}) == ""
