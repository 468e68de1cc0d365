"""The little HTML that a chat message may hold, and what is put into it.

Owns the values `Html` and `Words`, escaping, and which tags exist. Knows no catalog, no
language.
"""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from i18n.bidi import isolate

_STYLES = ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler")
_BLOCKS = ("a", "blockquote", "code", "pre", "tg-emoji", "tg-time")

TAGS = frozenset({*_STYLES, *_BLOCKS})
"""The tags of the Bot API's HTML style."""

TG_TIME = re.compile(r"r|w?[dD]?[tT]?")
"""The formats of a date-time entity (Bot API, "Date-time entity formatting")."""

_BARE = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9A-Fa-f]+);)")
"""An ampersand that begins none of the entities which the Bot API reads."""


class Html(str):
    """Text of a message, already escaped."""

    __slots__ = ()


@dataclass(frozen=True)
class Words:
    """Text written by a person: escaped and bidi-isolated where it is put."""

    text: str


def escape(text: str) -> Html:
    """Plain text as HTML, fit for an attribute in double quotes too; apostrophes stay."""
    return Html(html.escape(text, quote=False).replace('"', "&quot;"))


def to_html(value: str | Words) -> Html:
    """A value as HTML: `Html` as it is, `Words` isolated and escaped, other text escaped."""
    if isinstance(value, Html):
        return value
    return escape(isolate(value.text) if isinstance(value, Words) else value)


def tg_time(unix: int, text: str | Words, form: str) -> Html:
    """A date-time entity; ValueError for a `form` that is none of its formats."""
    if not TG_TIME.fullmatch(form):
        raise ValueError(f"not a format of date-time entities: {form!r}")
    shown = f' format="{form}"' if form else ""
    return Html(f'<tg-time unix="{unix}"{shown}>{to_html(text)}</tg-time>')


def visible(markup: str) -> str:
    """What a reader sees of HTML: no tags, entities as their characters."""
    if "<" not in markup and "&" not in markup:
        return str(markup)
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "".join(reader.seen)


def tag_problems(markup: str) -> list[str]:
    """What the Bot API would refuse in `markup`: unknown, crossing or unclosed tags, a bare <."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    left_open = [f"<{tag}> is not closed" for tag in reader.open]
    bare = _BARE.search(markup) or any("<" in data for data in reader.data)
    return reader.problems + left_open + (["a bare < or &"] if bare else [])


class _Reader(HTMLParser):
    """Collects text and tags; entities are kept apart: a bare < is not an escaped one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[str] = []
        self.data: list[str] = []
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.problems.append(f"<{tag}> is not a tag of messages")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.data.append(data)
        self.seen.append(data)

    def handle_entityref(self, name: str) -> None:
        self.seen.append(html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.seen.append(html.unescape(f"&#{name};"))
