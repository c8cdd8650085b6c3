"""axe-core finds nothing on any kind of page: WCAG 2.2 AA, contrast AAA, and its best practices."""

from pathlib import Path

import pytest

from tests.browser.kinds import KINDS
from tests.faults import expect_none

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "elementRef": False,
}
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}}
"""In the dark only colours change."""
RUN = """async options => {
    const {violations, passes} = await axe.run(document, options)
    const say = (rule, node) => `${rule.id}: ${node.target} – ${node.failureSummary.split("\\n").slice(1).join(" ")}`
    return {faults: violations.flatMap(v => v.nodes.map(n => say(v, n))), rules: passes.map(p => p.id)}
}"""
WIDTHS = (320, 390, 1280)
SCHEMES = {"light": OPTIONS, "dark": COLOURS}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind, open_page):
    page = open_page(KINDS[kind], width=WIDTHS[0])
    page.evaluate(AXE)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            result = page.evaluate(RUN, options)
            assert {"color-contrast", "color-contrast-enhanced"} <= set(result["rules"])
            faults += [f"{width} px, {scheme}: {fault}" for fault in result["faults"]]
    expect_none(faults)


def test_axe_does_find_faults(open_page):
    page = open_page("/")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('h1 + p').style.color = '#666b6d'")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/img/icon.svg\">')"
    )
    faults = " ".join(page.evaluate(RUN, OPTIONS)["faults"])
    assert "color-contrast-enhanced: " in faults
    assert "image-alt: " in faults
