"""What a screen is: a text and rows of buttons, ready for any messenger.

Owns the values and how buttons fall into rows. Knows no words and no bot.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from i18n.phrasebook import Html

WIDTH = 30
"""Most characters of one row of buttons on a narrow phone before labels are cut short."""

PER_ROW = 3
"""Most buttons in a row of answers."""


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button under a message: either `data` or `url` says what it does."""

    label: str
    data: str = ""
    url: str = ""


Row = tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file for the reader, with the words that come under it."""

    name: str
    data: bytes
    caption: Html
    mime: str = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photo, or else a document, that the messenger keeps under `file`."""

    file: str
    document: bool = False


@dataclass(frozen=True, kw_only=True)
class Card:
    """A telephone number with a name, as messengers show it."""

    phone: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """In place of the buttons: the phone's own keyboard, with a button that hands out the number
    of whoever taps it, and one that does not."""

    give: str
    leave: str


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A message: its text as HTML, and the buttons under it. With a `picture` the text stands
    under that; such a message is sent and never edited."""

    html: Html
    rows: tuple[Row, ...] = ()
    picture: Picture | None = None
    card: Card | None = None
    """Sent instead of the text, where there is one."""
    share: Share | None = None
    unshare: bool = False
    """Whether the phone's own keyboard is taken away again; such a message has no buttons."""
    silent: bool = False
    """Whether it comes without a sound."""


def paragraphs(*parts: str) -> Html:
    """Parts of a text with an empty line between them; empty parts are left out."""
    return Html("\n\n".join(part for part in parts if part))


def lines(*parts: str) -> Html:
    """Parts of a text, each on a line of its own; empty parts are left out."""
    return Html("\n".join(part for part in parts if part))


def column(*buttons: Button | None) -> tuple[Row, ...]:
    """Each button on a row of its own; None is left out."""
    return tuple((button,) for button in buttons if button is not None)


def flow(buttons: Iterable[Button], *, width: int = WIDTH, most: int = PER_ROW) -> tuple[Row, ...]:
    """Buttons in rows as full as their labels allow, in order."""
    rows: list[list[Button]] = []
    for button in buttons:
        row = rows[-1] if rows else []
        taken = max([len(b.label) for b in row] + [len(button.label)]) * (len(row) + 1)
        if row and len(row) < most and taken <= width:
            row.append(button)
        else:
            rows.append([button])
    return tuple(tuple(row) for row in rows)


def above(text: str, screen: Screen) -> Screen:
    """The screen with a paragraph put above its text."""
    return Screen(html=paragraphs(text, screen.html), rows=screen.rows)
