"""2: with the content policy switched off, no text runs, fetches, leads away or covers anything in a real browser.

The pages are the site's own, with its scripts and styles; the browser asks this process for them, so that everything
else that it would ask for is seen and goes nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from members.messaging import send
from members.services import put_profile
from moderation.models import Visibility
from moderation.services import Reporter, report
from notifications.services import notify
from stories.services import add_update
from tests.factories import (
    make_answer,
    make_condition,
    make_member,
    make_post,
    make_question,
    make_source,
    make_story,
    make_summary,
    make_thanks,
    make_thread,
    make_topic,
)
from tests.faults import expect_none
from tests.security.attacks import attacks, naughty, own_attacks
from tests.world import World, make_world
from writing.services import save_draft
from writing.writers import Writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SITE = "http://testserver"
CANNOT_BE_TAKEN = {"Cookie", "Host", "Content-Length"}
ARM = """
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { hasRun(name); };
addEventListener("error", event => { if (/alert/.test(event.message)) hasRun(event.message); });
"""
TOUCH = """() => {
  const faults = [];
  const attributesOf = Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get;
  for (const form of document.forms)
    if (!(form.attributes instanceof NamedNodeMap)) faults.push(`taken over: ${form.outerHTML}`);
  for (const node of document.querySelectorAll("main, main *")) {
    for (const {name, value} of attributesOf.call(node)) {
      if (/^on|^style$|^srcdoc$|^formaction$|^ping$|^popover/.test(name)) faults.push(`<${node.localName} ${name}>`);
      if (/^\\s*(javascript|data|vbscript):/i.test(value)) faults.push(`<${node.localName} ${name}=${value}>`);
    }
    if (/^(script|style|iframe|object|embed|base|meta|link|frame|dialog|marquee)$/.test(node.localName)
        && node.type !== "application/ld+json" && !node.src?.startsWith(location.origin + "/static/"))
      faults.push(`<${node.localName}>`);
    for (const kind of ["mouseover", "mouseenter", "pointerenter", "focus", "focusin", "toggle", "load", "error"])
      node.dispatchEvent(new Event(kind));
    if (!node.closest("a, button, summary, label, input, select, textarea, form"))
      node.dispatchEvent(new MouseEvent("click"));
  }
  scrollTo(0, 0);
  const header = document.querySelector("body > header, header");
  const box = header.getBoundingClientRect();
  for (const part of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const top = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
    if (!header.contains(top)) faults.push(`<${top?.localName}> lies on the header`);
  }
  for (const link of document.querySelectorAll("main a[href]"))
    if (!/^(https?|mailto):$/.test(link.protocol)) faults.push(link.href);
  return faults;
}"""


@dataclass
class Seen:
    """What the browser did besides showing the page."""

    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Shown:
    """What the browser is answered: the pages that were prepared, and the files of the site. Anything else is noted
    and goes nowhere. Pages are prepared outside of Playwright's own event loop, which has no transaction of the test.
    """

    def __init__(self, client: Client, seen: Seen) -> None:
        self.client, self.seen = client, seen
        self.ready = {path: client.get(path) for path in OWN_PARTS}

    def prepare(self, path: str) -> None:
        self.ready[path] = self.client.get(path)
        assert self.ready[path].status_code == 200, path

    def answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        path = asked.path + (f"?{asked.query}" if asked.query else "")
        is_ours = f"{asked.scheme}://{asked.netloc}" == SITE
        if is_ours and path in self.ready:
            response = self.ready[path]
            headers = {name: value for name, value in response.headers.items() if name not in CANNOT_BE_TAKEN}
            route.fulfill(status=response.status_code, headers=headers, body=b"".join(response))
        elif is_ours and asked.path.startswith(settings.STATIC_URL) and (file := finders.find(asked.path[8:])):
            route.fulfill(path=file)
        else:
            self.seen.asked.append(route.request.url)
            route.abort()


OWN_PARTS = ("/theme.css",)
"""What each page asks the site for by itself."""


def pages_from(page: Page, path: str) -> Iterator[str]:
    """The page at this address, and those that follow it."""
    while path:
        yield path
        further = page.locator("main a[rel=next]")
        path = (further.first.get_attribute("href") or "" if further.count() else "").partition("#")[0]
        path = f"{urlsplit(page.url).path}{path}" if path.startswith("?") else path


def look(browser: Browser, client: Client, paths: list[str]) -> tuple[Seen, int]:
    """Opens each page and those that follow it, touches everything there, and says what came of it."""
    seen, count = Seen(), 0
    context = browser.new_context(bypass_csp=True, viewport={"width": 390, "height": 844})

    def note(said: str) -> None:
        seen.ran.append(said)

    context.expose_function("hasRun", note)
    context.add_init_script(ARM)
    shown = Shown(client, seen)
    context.route("**/*", shown.answer)
    page = context.new_page()
    page.on("dialog", lambda dialog: (seen.ran.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: seen.faults.append(f"opened {popup.url}"))
    for start in paths:
        for path in pages_from(page, start):
            shown.prepare(path)
            page.goto(f"{SITE}{path}", wait_until="load")
            found, here = page.evaluate(TOUCH), page.url
            seen.faults += [f"{path}: {fault}" for fault in found]
            if page.url != here or len(page.frames) > 1:
                seen.faults.append(f"{path} led to {page.url}")
            count += 1
    context.close()
    return seen, count


def in_groups(texts: list[str], *, most: int, size: int) -> list[str]:
    """Texts of up to `size` attacks and `most` characters each."""
    groups: list[str] = []
    parts = 0
    for text in texts:
        if groups and parts < size and len(groups[-1]) + len(text) + 2 <= most:
            groups[-1], parts = f"{groups[-1]}\n\n{text}", parts + 1
        elif len(text) <= most:
            groups, parts = [*groups, text], 1
    return groups


def write_all(world: World) -> list[str]:
    """Attacks wherever members and editors write. Gives the addresses that show them to the author and moderator."""
    author, texts = world.author, attacks()
    talk = make_thread(author=author, condition=world.condition, title=texts[0][:160], body="Words.")
    for text in [*in_groups(texts, most=19_000, size=3), *in_groups(naughty(), most=3_000, size=40)]:
        taken(make_post, thread=talk, body=text)
    told = make_condition(slug="told", name="Told")
    for text in in_groups(texts, most=15_000, size=60):
        story = make_story(condition=told, author=author, title=texts[1][:120], body=f"It began.\n\n{text}")
    add_update(by=author, story=story, heading=texts[2][:80], body="\n\n".join(own_attacks())[:3_000])
    for text in in_groups(own_attacks(), most=480, size=12):
        taken(make_thanks, story=story, body=text)
        taken(send, sender=author, connection=world.conversation, body=text)
    asked = make_question(condition=told, topic=make_topic(slug="asked"))
    article = "\n\n".join(own_attacks())
    sources = [make_source(key="attack", title=own_attacks()[0], organisation=own_attacks()[3])]
    make_summary(
        question=asked, short_answer=f"Maybe. {own_attacks()[4]}"[:290], body=f"{article} [1]", sources=sources
    )
    for text in in_groups(texts, most=2_900, size=8):
        taken(make_answer, question=asked, body=text)
    titles = [thread for text in own_attacks() if (thread := taken(make_thread, condition=told, title=text[:160]))]
    put_profile(member=author, about="\n".join(own_attacks()[:12])[:490], about_audience="anyone")
    held = make_story(condition=told, title=texts[3][:120], body=f"It began. {article}", visibility=Visibility.HELD)
    writer = Reporter(address="192.0.2.1", member=world.people["member"])
    case = report(item=held, by=writer, reason="spam", words=article[:900])[0].case
    notify(kind="decision", recipients=[author], title=own_attacks()[1], url="/", key="attack")
    save_draft(writer=Writer(member=author), kind="reply", about="1", title=article[:190], fields={}, url="/forum/")
    assert len(titles) > 40
    return [
        *(talk.get_absolute_url(), "/stories/", "/forum/", "/conditions/told/forum/", "/conditions/told/stories/"),
        *(its.get_absolute_url() for its in told.stories.visible()),
        *(asked.get_absolute_url(), f"{asked.get_absolute_url()}history/", "/conditions/told/", "/"),
        *(
            "/members/auroratest/",
            f"/messages/{world.conversation.pk}/",
            "/messages/",
            "/notifications/",
            "/drafts/",
        ),
        *(f"/forum/threads/{talk.pk}/edit/", f"/stories/mine/{story.pk}/edit/", "/account/profile/", "/account/data/"),
        reverse("case-detail", args=[case.pk]),
        *(f"/search/?q={quote(text)}" for text in own_attacks()[::6]),
    ]


def taken(write, **fields):
    """What the service made of a text; nothing where it refused it in a sentence."""
    fields |= {} if "sender" in fields or write is make_thread else {"author": make_member(consents=["publishing"])}
    try:
        return write(**fields)
    except ValidationError:
        return None


def test_nothing_that_was_written_comes_to_life(browser):
    world = make_world()
    paths = write_all(world)
    is_staffs = [path for path in paths if path.startswith("/moderation/")]
    own = [path for path in paths if path not in is_staffs]
    total = 0
    for viewer, shown in (("author", own), ("moderator", is_staffs)):
        seen, count = look(browser, world.browser(viewer), shown)
        total += count
        assert seen.ran == []
        expect_none(seen.asked)
        expect_none(dict.fromkeys(seen.faults, ""))
    assert total > 40
    assert len(own_attacks()) >= 60


@pytest.mark.parametrize(
    ("attack", "sees"),
    [
        ("<img src=x onerror=alert(1)>", "ran"),
        ("<p onmouseenter=alert(1)>x</p>", "ran"),
        ("<input type=image src=//evil.example/x>", "asked"),
        ("<img src=/accounts/logout/>", "asked"),
        ("<div style='position:fixed;inset:0;background:#fff;z-index:9999'>Sign in again</div>", "faults"),
        ("<form><input name=attributes></form>", "faults"),
        ("<a href=' javascript:alert(1)'>x</a>", "faults"),
    ],
)
def test_look_out_sees_what_it_is_there_for(browser, attack, sees):
    """A page that renders carelessly is caught."""

    class Careless(Client):
        def get(self, path, *_arguments, **_more):
            response = super().get(path)
            response.content = response.content.replace(b"</main>", f"{attack}</main>".encode())
            return response

    seen, _count = look(browser, Careless(), ["/about/us/"])
    assert getattr(seen, sees)
