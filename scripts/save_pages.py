"""Saves every page of the demo to files, for tools that read HTML: python scripts/save_pages.py FOLDER

The site runs as in production. The pages are those that links reach, one for each state that the browser tests know,
and the stylesheet. A file is called like its address, with dots instead of slashes.
"""

import re
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.kinds import KINDS  # noqa: E402
from tests.browser.server import demo_site  # noqa: E402
from tests.crawl import Page, crawl  # noqa: E402


def save(folder: Path) -> int:
    """Writes the pages into the folder and returns their number."""
    folder.mkdir(parents=True, exist_ok=True)
    with demo_site() as site:
        pages = crawl(lambda address: _fetch(site, address), site, ["/", *KINDS.values()])
        html = [page for page in pages.values() if page.is_html]
        for page in html:
            name = re.sub(r"[^\w=?-]+", ".", page.address).strip(".?") or "home"
            (folder / f"{name}.html").write_bytes(page.body)
        sheet = next(part for part in html[0].parts(site) if part.endswith(".css"))
        (folder / "site.css").write_bytes(_fetch(site, sheet.removeprefix(site)).body)
    return len(html)


def _fetch(site: str, address: str) -> Page:
    try:
        response = urllib.request.urlopen(site + address, timeout=60)  # noqa: S310 (our own site)
    except HTTPError as error:
        response = error
    with response:
        return Page(address, response.status, dict(response.headers), response.read())


if __name__ == "__main__":
    sys.stdout.write(f"{save(Path(sys.argv[1]))} pages saved.\n")
