"""One page of each kind and state that a visitor can meet, by its address in the demo."""

from playwright.sync_api import Page

ALL = "/conditions/acute-lymphocytic-leukemia/"
EMPTY = "/conditions/meniere-disease/"
QUESTION = f"{ALL}questions/hereditary/"

KINDS = {
    "home": "/",
    "a-to-z": "/conditions/",
    "condition": ALL,
    "condition-without-anything": EMPTY,
    "condition-with-long-words": "/conditions/long-words/",
    "all-questions": f"{ALL}questions/",
    "question": QUESTION,
    "question-with-many-answers": f"{ALL}questions/living-with/",
    "question-overdue": f"{ALL}questions/prevalence/",
    "question-not-reviewed": f"{ALL}questions/work/",
    "question-of-answers-only": "/conditions/cystic-fibrosis/questions/living-with/",
    "question-without-anything": f"{EMPTY}questions/cure/",
    "question-from-the-catalogue": f"{ALL}questions/icd-codes/",
    "question-on-its-second-page": "/conditions/long-words/questions/hereditary/?page=2",
    "history": f"{QUESTION}history/",
    "history-without-anything": f"{EMPTY}questions/cure/history/",
    "comparison": f"{QUESTION}history/compare/",
    "comparison-inline": f"{QUESTION}history/compare/?as=inline",
    "report-a-problem": f"{QUESTION}problem/",
    "thanks": f"{QUESTION}thanks/",
    "search": "/search/",
    "search-with-a-best-answer": "/search/?q=is+ALL+hereditary",
    "search-with-results": "/search/?q=leukaemia",
    "search-with-long-words": "/search/?q=Pneumonoultramicroscopicsilicovolcanoconiosis",
    "search-without-result": "/search/?q=xyzzy",
    "stories": "/stories/",
    "stories-of-a-condition": f"{ALL}stories/",
    "stories-without-anything": f"{EMPTY}stories/",
    "stories-on-their-second-page": "/conditions/long-words/stories/?page=2",
    "story": "/stories/1/x/",
    "tell-my-story": "/stories/new/",
    "forum": "/forum/",
    "forum-of-a-condition": f"{ALL}forum/",
    "forum-without-anything": f"{EMPTY}forum/",
    "thread": "/forum/1/x/",
    "thread-on-its-second-page": "/forum/14/x/?page=2",
    "ask": "/forum/ask/",
    "ask-which-condition": "/forum/ask/?q=leukaemia",
    "ask-title": "/forum/ask/?condition=acute-lymphocytic-leukemia",
    "ask-matches": "/forum/ask/?condition=acute-lymphocytic-leukemia&title=Steroid+weeks+and+newly+diagnosed",
    "ask-without-matches": "/forum/ask/?condition=all&title=xyzzy",
    "map": "/map/",
    "map-of-a-condition": f"{ALL}map/",
    "map-of-a-continent": f"{ALL}map/?in=europe&role=has-it",
    "map-without-anything": f"{EMPTY}map/",
    "map-of-an-unknown-condition": "/map/?condition=ataxia",
    "member": "/members/lucia/",
    "member-private": "/members/anneke/",
    "account-closing": "/account/closing/",
    "about-us": "/about/us/",
    "about-reviews": "/about/how-we-review/",
    "about-rules": "/about/community-rules/",
    "about-taking-part": "/about/taking-part/",
    "about-accessibility": "/about/accessibility/",
    "about-privacy": "/about/privacy/",
    "about-data": "/about/data/",
    "about-contact": "/about/contact/",
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
    "not-found": "/conditions/leukaemia/",
}
"""Stories and threads are found by number: their pages know the rest of the address."""
WITH_A_COOKIE = {"sign-in", "sign-up", "password-reset"}


def visit(page: Page, path: str) -> None:
    """Goes to a page, which must answer 200, or 404 where that is what it is for."""
    response = page.goto(path)
    assert response is not None
    assert response.status == (404 if path == KINDS["not-found"] else 200), f"{path} answered {response.status}"
