"""What a member could send from a page: words in every field that takes words, and the first choice elsewhere."""

from tests.crawl import Page

FREE = {"text", "search", "email", "url", "password", "textarea", "hidden", None}
OURS = {"csrfmiddlewaretoken", "form_id", "q"}


def filled(page: Page, *, words: str, email: str) -> dict[str, str]:
    """The values of all fields of the page, by their names."""
    values: dict[str, str] = {}
    for node in page.all("input", "textarea"):
        name, kind = node.get("name"), node.get("type", node.tag)
        if name and name not in OURS:
            free = email if kind == "email" else words
            values.setdefault(name, free if kind in FREE else node.get("value", "on"))
    for node in page.all("select"):
        choices = [option.get("value", "") for option in node.iter() if option.tag == "option"]
        values[node.get("name", "")] = next((choice for choice in choices if choice), "")
    return values
