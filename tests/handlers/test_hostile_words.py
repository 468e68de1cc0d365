"""Whatever people write, every screen is a message that Telegram takes and nobody misreads.

The whole gallery is made once more for each kind of hostile text, with that text wherever words of
people or organisers stand, as long as it may be there. The simulator's own readers judge.
"""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, get_type_hints

import pytest

import matchmaking
from handlers.keyboards import keyboard
from i18n.bidi import balanced
from i18n.checks import turning_lines
from i18n.markup import tag_problems
from matchmaking.announcements import LABEL_LIMIT, AnnouncementButton, Unreached
from matchmaking.checkin import Guest
from matchmaking.events import Day, EventPlan, Session, Span, Speaker, Window
from matchmaking.intents import Intent, Language
from matchmaking.matches import Reason
from matchmaking.meetings import Meeting
from matchmaking.moderation import Report
from matchmaking.organisers import Organiser
from matchmaking.partners import NAME_LIMIT as PARTNER_LIMIT
from matchmaking.partners import Partner
from matchmaking.people import NAME_LIMIT, ORGANISATION_LIMIT, WORDS_LIMIT, Attendee, Person
from matchmaking.plan_changes import Change, Detail
from matchmaking.sheets.table import Place
from matchmaking.usecases.checking_in import Found
from matchmaking.usecases.registering import ListView
from matchmaking.usecases.team import Link
from rehearsal.keyboards import kept_markup
from rehearsal.text.html_mode import parse_html
from tests.handlers.gallery import Shown, gallery

FILE_LIMIT = 300
"""Characters of a text in an event file."""

PEOPLE: dict[type, dict[str, int]] = {
    Person: {"name": NAME_LIMIT},
    Attendee: {"organisation": ORGANISATION_LIMIT, "words": WORDS_LIMIT},
    Intent: {"words": WORDS_LIMIT, "context": WORDS_LIMIT},
    Reason: {"words": WORDS_LIMIT},
    Meeting: {"words": 200},
    Report: {"words": 600},
    Guest: {"name": NAME_LIMIT, "organisation": ORGANISATION_LIMIT, "listed": NAME_LIMIT},
    Unreached: {"name": NAME_LIMIT, "detail": 200},
    Organiser: {"stage_name": FILE_LIMIT},
    Link: {"stage_name": FILE_LIMIT},
    AnnouncementButton: {"label": LABEL_LIMIT},
    Speaker: {"name": FILE_LIMIT, "organisation": FILE_LIMIT},
    Session: {"titles": FILE_LIMIT, "link": 1000, "language": FILE_LIMIT},
    Day: {"titles": FILE_LIMIT},
    Window: {"titles": FILE_LIMIT},
    Span: {"titles": FILE_LIMIT},
    EventPlan: {"names": FILE_LIMIT, "short_name": FILE_LIMIT, "contact": 200},
    Partner: {"names": PARTNER_LIMIT},
    Change: {"name": FILE_LIMIT + 50},
    Detail: {"before": 5000, "after": 5000},
    Place: {"sheet": 60, "head": 60},
    ListView: {"unknown": 60},
    Found: {"text": 5000},
}
"""Where words of people stand, and how many characters of them can come there."""

FREE = ("name", "title", "short_name", "contact", "link", "organisation")
"""How the fields of an event begin whose values are words."""

CODES = {
    "code", "attendee", "zone", "country", "role", "language", "speaks", "key", "room", "secret",
    "url", "link_template", "username", "step", "fault", "field", "what", "file", "uid", "handle",
    "link",
}  # fmt: skip
"""Names of fields that hold codes of ours."""

WORDS = {
    "markup": '<b>&amp;</i> & "a" \'b\' <a href="tg://user?id=1">x</a> ]]> ',
    "direction": "\u202e\u2067abc\u2069\u2069\u202c\u200f שלום \u2066",
    "unseen": "a\u200b\u200d\ufeff\u00ad\u2060\u034f b\u0000\ud83d",
    "lines": "a\n\n\nb\r\nc\t\u2028d\u0085e ",
    "placeholders": "{0} {name} %s %(n)d {n} \\n ${x} ",
    "unbroken": "W" * 40,
    "emoji": "👩‍👩‍👧‍👦🏴‍☠️🇹🇳👍🏽",
    "letters": "ش" * 30 + " بحث ",
}
MIXED = "".join(WORDS[key] for key in ("markup", "direction", "unseen", "lines", "placeholders"))
TEXTS = {"mixed": MIXED, **{key: WORDS[key] for key in ("unbroken", "emoji", "letters")}}

READERS = {
    Language.AR: ("EG", "Africa/Cairo"),
    Language.FR: ("TN", "Africa/Tunis"),
    Language.EN: ("LB", "Asia/Beirut"),
}


def hostile(value: Any, text: str, limit: int) -> Any:
    """The value with the text in place of every word, filled up to what may stand there."""
    if isinstance(value, str):
        return (text * (limit // len(text) + 1))[:limit].strip() if value else value
    if isinstance(value, Mapping):
        return {key: hostile(one, text, limit) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(hostile(one, text, limit) for one in value)
    return value


@contextmanager
def people_write(text: str) -> Iterator[None]:
    """Everything made meanwhile holds this text wherever people write."""
    with pytest.MonkeyPatch.context() as patch:
        for kind, fields in PEOPLE.items():
            patch.setattr(kind, "__init__", _writing(kind, fields, text))
        yield


def _writing(kind: type, fields: Mapping[str, int], text: str) -> Any:
    made: Any = kind.__init__  # type: ignore[misc]  # the class's own

    def init(self: Any, *args: Any, **values: Any) -> None:
        made(self, *args, **values)
        if isinstance(self, Detail) and not self.field.startswith(FREE):
            return  # a code of ours
        for name, limit in fields.items():
            object.__setattr__(self, name, hostile(getattr(self, name), text, limit))

    return init


@pytest.fixture(scope="module", params=TEXTS)
def text(request: pytest.FixtureRequest) -> str:
    return TEXTS[request.param]


@pytest.fixture(scope="module", params=READERS, ids=str)
def shown(request: pytest.FixtureRequest, text: str) -> list[Shown]:
    country, zone = READERS[request.param]
    with people_write(text):
        return list(gallery(request.param, country, zone))


def test_every_screen_is_a_message_that_telegram_takes(shown: list[Shown]) -> None:
    bad: dict[str, object] = {}
    for one in shown:
        said, _ = parse_html(one.screen.html)
        length = len(said.strip().encode("utf-16-le")) // 2
        if not 0 < length <= (1024 if one.screen.picture else 4096):
            bad[one.name] = length
        if faults := tag_problems(one.screen.html):
            bad[one.name] = faults
        rows = keyboard(one.screen)
        markup = rows.model_dump(exclude_none=True, exclude_defaults=True) if rows else None
        kept = (kept_markup(markup) or {}).get("inline_keyboard")
        if kept != (markup and markup["inline_keyboard"]):
            bad[one.name] = "too many buttons"
    assert bad == {}


def test_no_words_turn_the_sentence_around_them(shown: list[Shown]) -> None:
    bad: dict[str, object] = {}
    for one in shown:
        said, _ = parse_html(one.screen.html)
        if not balanced(said):
            bad[one.name] = "not balanced"
        # A name may be nothing but emoji: its line is kept in the reader's direction by a mark.
        only_emoji = WORDS["emoji"] in one.screen.html or "🏴" in one.screen.html
        if not only_emoji and (turned := turning_lines(one.screen.html, one.book.language)):
            bad[one.name] = turned[0][:200]
        for button in (button for row in one.screen.rows for button in row):
            if not balanced(button.label) or len(button.label) > 40:
                bad[one.name] = button.label
    assert bad == {}


def test_no_field_of_words_is_forgotten() -> None:
    """A new field that holds a text is added to `PEOPLE` with its limit, or to `CODES`."""
    for module in pkgutil.walk_packages(matchmaking.__path__, "matchmaking."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for kind in PEOPLE:
        hints = get_type_hints(kind)
        texts = {
            one.name
            for one in dataclasses.fields(kind)
            if hints[one.name] in (str, str | None, Mapping[Language, str])
        }
        assert texts <= {*PEOPLE[kind], *CODES}, kind.__name__
