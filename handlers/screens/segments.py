"""Whom an announcement is for: the conditions in words, and the message where one chooses them."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers import announce_callbacks as acb
from handlers import callbacks as cb
from handlers.screens.paging import turns
from handlers.screens.screen import Screen, column, lines, paragraphs
from handlers.screens.words import button, choices, clip, printed, topic
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.intents import ConceptId, CountryCode, Language
from matchmaking.seats import session_of
from matchmaking.segments import NONE, OF_SESSIONS, SOME, Criterion, Segment, brief, values_of
from matchmaking.usecases.announcing import AnnouncementView
from matchmaking.usecases.drafting import Choices

PAGE = 24
"""Most values on one page."""

TITLE, TITLE_ON_BUTTON = 60, 20
"""Most characters of a session's title, in a sentence and on a button."""

Value = tuple[str, int | None]
"""A value of a criterion, and how many people have it where that is known."""

LISTED = (
    Criterion.LANGUAGE,
    Criterion.ROLE,
    Criterion.COUNTRY,
    Criterion.SECTOR,
    Criterion.INTENT,
    Criterion.DAY,
    Criterion.FREE,
    Criterion.SEAT,
    Criterion.WAITS,
)
"""The criteria whose values have a page of their own; the others are one button."""

SWITCHES = (
    (Criterion.MEETING, NONE),
    (Criterion.OFFER, SOME),
    (Criterion.ARRIVED, SOME),
    (Criterion.ARRIVED, NONE),
)


def conditions(segment: Segment, event: Event, book: Phrasebook) -> Iterable[str]:
    """The conditions, a line each."""
    if not segment.criteria:
        yield book.text("segment.everybody")
    for criterion in Criterion:
        values = segment.values(criterion)
        if values and criterion in LISTED:
            names = (
                _said(criterion, value, event, book)
                for value in _in_order(criterion, values, event)
            )
            what = book.plain(f"segment.{criterion}")
            yield book.text("segment.line", what=what, values=book.choices(names))
        elif len(values) == 1:
            yield book.text(f"segment.{criterion}.{next(iter(values))}")


def _in_order(criterion: Criterion, values: Iterable[str], event: Event) -> list[str]:
    order = values_of(criterion, event)
    return sorted(values, key=lambda value: (order.index(value) if value in order else 0, value))


def _said(criterion: Criterion, value: str, event: Event, book: Phrasebook) -> str | Words:
    """A value as a sentence says it."""
    if criterion in OF_SESSIONS:
        return Words(_session_name(value, event, book))
    return value_name(criterion, value, book)


def value_name(criterion: Criterion, value: str, book: Phrasebook) -> str:
    """A value of any criterion but those of sessions, as a button says it."""
    match criterion:
        case Criterion.COUNTRY:
            return book.country(CountryCode(value))
        case Criterion.SECTOR:
            return topic(ConceptId(value), book)
        case Criterion.DAY | Criterion.FREE:
            return book.capital(book.day(date.fromisoformat(value)))
        case Criterion.LANGUAGE | Criterion.ROLE:
            return book.capital(book.plain(f"{criterion}.{value}"))
        case _:
            return book.plain(f"segment.{criterion}.{value}")


def _session_name(code: str, event: Event, book: Phrasebook) -> str:
    """A session's title; its code where there is no such session any more."""
    session = session_of(event, code)
    if session is None:
        return code
    return clip(printed(session.titles[Language(book.language)]), TITLE)


def picker(view: AnnouncementView, book: Phrasebook) -> Screen:
    """All conditions, and how many people they leave."""
    segment, number = view.announcement.segment, view.announcement.id
    listed = [
        (
            book.plain(f"segment.{criterion}"),
            bool(segment.values(criterion)),
            acb.Conditions(announcement=number, of=criterion).pack(),
        )
        for criterion in LISTED
        if criterion is Criterion.COUNTRY or len(values_of(criterion, view.event)) > _few(criterion)
    ]
    switches = [
        (
            book.plain(f"segment.{criterion}.{value}"),
            on,
            acb.Pick(announcement=number, of=criterion, value=value, on=not on).pack(),
        )
        for criterion, value in SWITCHES
        for on in (value in segment.values(criterion),)
    ]
    clear = cb.Announcement(announcement=number, act=cb.Act.ALL).pack()
    return Screen(
        html=paragraphs(
            book.text("segment.ask"),
            lines(*conditions(segment, view.event, book)),
            reach(view, book),
        ),
        rows=(
            *choices(listed, book),
            *column(*(row[0] for row in choices(switches, book) if len(row) == 1)),
            *(row for row in choices(switches, book) if len(row) > 1),
            *column(
                button("segment.clear", book, clear) if segment.criteria else None,
                button("segment.done", book, _card(view)),
            ),
        ),
    )


def _few(criterion: Criterion) -> int:
    """Of so few values there is nothing to choose: everybody has the one language there is, and
    not everybody a seat in the one session."""
    return 0 if criterion in OF_SESSIONS else 1


def options(offered: Choices, book: Phrasebook, page: int = 0) -> Screen:
    """The values of one criterion, and how many people are left."""
    view, criterion = offered.view, offered.criterion
    chosen = view.announcement.segment.values(criterion)
    known = {value for value, _ in offered.values}
    # A country of nobody any more can still be taken off.
    every = (*offered.values, *((value, 0) for value in sorted(chosen - known)))
    pages = _pages_of(criterion, every, view.event)
    last = len(pages) - 1
    page = min(max(page, 0), last)
    items = [
        (
            _named(criterion, value, n, place, view.event, book),
            value in chosen,
            acb.Pick(
                announcement=view.announcement.id,
                of=criterion,
                value=brief(value),
                on=value not in chosen,
                page=page,
            ).pack(),
        )
        for place, (value, n) in enumerate(pages[page], 1)
    ]
    what = book.plain(f"segment.{criterion}")
    return Screen(
        html=paragraphs(
            book.text("segment.choose", what=what),
            _day_of(criterion, pages[page], view.event, book),
            reach(view, book),
        ),
        rows=(
            *choices(items, book),
            *turns(
                page,
                len(pages),
                lambda to: acb.Conditions(
                    announcement=view.announcement.id, of=criterion, page=to
                ).pack(),
                book,
            ),
            *column(button("segment.done", book, _whom(view))),
        ),
    )


def _pages_of(criterion: Criterion, every: Sequence[Value], event: Event) -> list[Sequence[Value]]:
    """The values, a page at a time; sessions a day at a time."""
    days: dict[date | None, list[Value]] = {}
    for value in every:
        days.setdefault(_session_day(criterion, value[0], event), []).append(value)
    pages: list[Sequence[Value]] = [
        some[at : at + PAGE] for some in days.values() for at in range(0, len(some), PAGE)
    ]
    return pages or [()]


def _session_day(criterion: Criterion, value: str, event: Event) -> date | None:
    session = session_of(event, value) if criterion in OF_SESSIONS else None
    return session.starts_at.astimezone(event.zone).date() if session else None


def _day_of(criterion: Criterion, page: Sequence[Value], event: Event, book: Phrasebook) -> Html:
    day = _session_day(criterion, page[0][0], event) if page else None
    return Html(f"<b>{book.capital(book.day(day))}</b>") if day else Html("")


def _named(
    criterion: Criterion, value: str, n: int | None, place: int, event: Event, book: Phrasebook
) -> str:
    if criterion in OF_SESSIONS:
        # Round tables begin together, and their titles may begin alike: they are numbered.
        session = session_of(event, value)
        name = Words(clip(_session_name(value, event, book), TITLE_ON_BUTTON))
        time = book.time(session.starts_at, zone=event.zone) if session else ""
        return book.plain("segment.session", n=place, time=time, title=name)
    named = value_name(criterion, value, book)
    return named if n is None else book.plain("segment.country_count", country=named, n=n)


def reach(view: AnnouncementView, book: Phrasebook) -> Html:
    """How many people the conditions leave, by language."""
    counts = {**view.recipients, **view.left_out}
    total = sum(counts.values())
    if not total:
        return book.text("segment.nobody")
    by = [
        book.count(
            "announce.recipients", n, language=book.capital(book.plain(f"language.{language}"))
        )
        for language, n in counts.items()
    ]
    return lines(Html(f"<b>{book.count('segment.reach', total)}</b>"), *by)


def _whom(view: AnnouncementView) -> str:
    return cb.Announcement(announcement=view.announcement.id, act=cb.Act.WHOM).pack()


def _card(view: AnnouncementView) -> str:
    return cb.Announcement(announcement=view.announcement.id, act=cb.Act.SHOW).pack()
