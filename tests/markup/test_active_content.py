"""The look-out for active content sees what it is there for."""

import pytest

from tests.markup.active_content import active_content


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<p style='color:red'>x</p>",
        "<img src='x'>",
        "<iframe></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' JavaScript:alert(1)'>x</a>",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<a href='https://a.example' target='_blank'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><use href='https://evil.example#x'></use></svg>",
        "<input>",
        "<p id='app'>x</p>",
        "<!-- x -->",
    ],
)
def test_active_content_is_seen(html):
    assert active_content(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>It is &lt;script&gt;alert(1)&lt;/script&gt;.</p>",
        "<a href='https://a.example/?q=javascript:x' rel='noopener'>x</a>",
        "<a href='mailto:a@example.org'>x</a>",
        "<a href='/conditions/'>x</a>",
        "<a href='#source-1' aria-label='Source 1'>[1]</a>",
    ],
)
def test_harmless_text_is_not(html):
    assert active_content(html) == []
