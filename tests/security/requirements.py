"""What the site promises about security, privacy and moderation: number, keyword, and one line of what must hold.

The tests of number 7 are in `test_07_<keyword>.py` beside this file.
`make security` runs them all and prints the table.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Requirement:
    """`is_later`: it belongs to running a site in production, and is not asked for yet."""

    number: int
    keyword: str
    what: str
    is_later: bool = False


@dataclass(frozen=True)
class Part:
    """Requirements that belong together, under one heading of the table."""

    name: str
    requirements: tuple[Requirement, ...]


PARTS: Final = (
    Part(
        "What comes in",
        (
            Requirement(1, "markup", "One renderer; its HTML passes an allow-list"),
            Requirement(2, "browser", "No text runs or loads anything in a browser without a content policy"),
            Requirement(3, "cost", "Rendering a text takes a second at most"),
            Requirement(4, "links", "Links say where they lead, and carry no weight"),
            Requirement(5, "canary", "The server fetches nothing that a member names"),
            Requirement(6, "unicode", "Texts and names without invisible or misleading characters"),
            Requirement(7, "uploads", "Pictures are known by their content, and small enough"),
            Requirement(8, "metadata", "Stored pictures say nothing of their maker"),
            Requirement(9, "bomb", "A picture made to exhaust the server does not"),
            Requirement(10, "media", "Pictures lie under random names and cannot act as pages"),
            Requirement(11, "params", "No address breaks or slows down on hostile parameters"),
            Requirement(12, "bodies", "Oversized and broken forms are refused quickly"),
            Requirement(13, "mail", "Nobody writes into the headers of a mail"),
        ),
    ),
    Part(
        "Who someone is",
        (
            Requirement(14, "enumeration", "Nobody learns who has an account"),
            Requirement(15, "bruteforce", "Guessing passwords is stopped; the owner still gets in"),
            Requirement(16, "passwords", "Weak passwords are refused, long ones taken"),
            Requirement(17, "mfa", "Rooms of staff need a second step, and each code works once"),
            Requirement(18, "sessions", "Sessions rotate, end, and leave nothing behind"),
            Requirement(19, "reauth", "Dangerous changes ask again who it is, and are told by mail"),
            Requirement(20, "csrf", "Every change needs a form of this site"),
            Requirement(21, "next", "No address sends anyone to another site"),
        ),
    ),
    Part(
        "Who may do what",
        (
            Requirement(22, "matrix", "Every address answers each role as the table says"),
            Requirement(23, "idor", "Numbers in addresses open nothing of others"),
            Requirement(24, "massassign", "A form takes the fields that it shows, and no others"),
        ),
    ),
    Part(
        "How often",
        (
            Requirement(25, "limits", "Limits on writing are exact, also for requests at once"),
            Requirement(26, "limits_store", "Without its counters the site is read and not written"),
            Requirement(27, "signup", "Few accounts a day from one place, without a puzzle"),
            Requirement(28, "scrape", "Nobody reads the whole site in a minute"),
        ),
    ),
    Part(
        "What answers carry",
        (
            Requirement(29, "csp", "A strict content policy on every answer"),
            Requirement(30, "headers", "The other protecting headers on every answer"),
            Requirement(31, "offorigin", "No request to anybody else"),
            Requirement(32, "cache", "Nothing personal is kept by a cache"),
        ),
    ),
    Part(
        "Privacy",
        (
            Requirement(33, "consent", "Consent is explicit, separate, and withdrawn as easily"),
            Requirement(34, "export", "Members take along all that is theirs, and nothing of others"),
            Requirement(35, "erase", "Who leaves is gone everywhere"),
            Requirement(36, "location", "Places are stored coarsely only"),
            Requirement(37, "kanon", "The map shows groups, never a person"),
            Requirement(38, "trilateration", "Nobody's place follows from distances"),
            Requirement(39, "logs", "Nothing about health in logs, addresses and subjects"),
            Requirement(40, "analytics", "Counts name nobody"),
            Requirement(41, "visibility", "Members-only texts leak nowhere"),
            Requirement(42, "retention", "Nothing is kept longer than promised"),
        ),
    ),
    Part(
        "Moderation",
        (
            Requirement(43, "premod", "The first texts of an account are read before others see them"),
            Requirement(44, "screen", "Spam is found, and genuine texts are not"),
            Requirement(45, "report", "Anyone can report, and hears what came of it"),
            Requirement(46, "autohide", "Reports of trusted members hide a text until it was read"),
            Requirement(47, "reasons", "Each decision gives its reasons to the author"),
            Requirement(48, "appeal", "Another person decides on an appeal"),
            Requirement(49, "shadow", "Authors see what others cannot see, and why"),
            Requirement(50, "edits", "A change is screened before others see it"),
            Requirement(51, "audit", "What staff did cannot be rewritten"),
            Requirement(52, "queue", "The queue stays short, and one decision counts"),
        ),
    ),
    Part(
        "Medical safety",
        (
            Requirement(53, "disclaimer", "Articles name their sources, date and reviewer"),
            Requirement(54, "separation", "What editors and members wrote is never mixed up"),
            Requirement(55, "crisis", "A person in danger finds help at once"),
            Requirement(56, "advice", "Dangerous advice is held or answered"),
        ),
    ),
    Part(
        "When things break",
        (
            Requirement(57, "races", "What is sent twice is stored once", is_later=True),
            Requirement(58, "crash", "A killed server loses nothing that it confirmed", is_later=True),
            Requirement(59, "durability", "Databases are set to survive a power cut", is_later=True),
            Requirement(60, "database_down", "Without its database the site says so and comes back", is_later=True),
            Requirement(61, "disk_full", "A full disk leaves nothing half written", is_later=True),
            Requirement(62, "backup", "A backup restores on an empty machine", is_later=True),
            Requirement(63, "migrations", "Migrations can be taken back and do not block", is_later=True),
            Requirement(64, "load", "Pages stay quick for many readers at once", is_later=True),
            Requirement(65, "slow", "Slow clients do not hold others up", is_later=True),
            Requirement(66, "querycount", "Queries do not grow with the page", is_later=True),
        ),
    ),
    Part(
        "Running a site",
        (
            Requirement(67, "dependencies", "Locked packages without known holes; no secrets in the code"),
            Requirement(68, "startup", "The site starts only with safe settings"),
            Requirement(69, "incident", "Tools for a bad day", is_later=True),
            Requirement(70, "a11y", "What protects people can be used by everyone"),
        ),
    ),
)
