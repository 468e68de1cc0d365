"""Whom an announcement is for: the conditions in words, and the message where one chooses them."""

from collections.abc import Iterable
from datetime import date

from handlers import announce_callbacks as acb
from handlers import callbacks as cb
from handlers.screens.screen import Button, Row, Screen, column, flow, lines, paragraphs
from handlers.screens.words import button, choices, label, topic
from i18n.phrasebook import Html, Phrasebook
from matchmaking.events import Event
from matchmaking.intents import ConceptId, CountryCode
from matchmaking.segments import NONE, SOME, Criterion, Segment, values_of
from matchmaking.usecases.announcing import AnnouncementView
from matchmaking.usecases.drafting import Choices

PAGE = 24
"""Most values on one page."""

LISTED = (
    Criterion.LANGUAGE,
    Criterion.ROLE,
    Criterion.COUNTRY,
    Criterion.SECTOR,
    Criterion.INTENT,
    Criterion.DAY,
    Criterion.FREE,
)
"""The criteria whose values have a page of their own; the others are one button."""

SWITCHES = ((Criterion.MEETING, NONE), (Criterion.OFFER, SOME))


def conditions(segment: Segment, event: Event, book: Phrasebook) -> Iterable[str]:
    """The conditions, a line each."""
    if not segment.criteria:
        yield book.text("segment.everybody")
    for criterion in Criterion:
        values = segment.values(criterion)
        if values and criterion in LISTED:
            names = (
                value_name(criterion, value, book) for value in _in_order(criterion, values, event)
            )
            what = book.plain(f"segment.{criterion}")
            yield book.text("segment.line", what=what, values=book.choices(names))
        elif len(values) == 1:
            yield book.text(f"segment.{criterion}.{next(iter(values))}")


def _in_order(criterion: Criterion, values: Iterable[str], event: Event) -> list[str]:
    order = values_of(criterion, event)
    return sorted(values, key=lambda value: (order.index(value) if value in order else 0, value))


def value_name(criterion: Criterion, value: str, book: Phrasebook) -> str:
    """A value as a button says it."""
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
        if criterion is Criterion.COUNTRY or len(values_of(criterion, view.event)) > 1
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


def options(offered: Choices, book: Phrasebook, page: int = 0) -> Screen:
    """The values of one criterion, and how many people are left."""
    view, criterion = offered.view, offered.criterion
    chosen = view.announcement.segment.values(criterion)
    known = {value for value, _ in offered.values}
    # A country of nobody any more can still be taken off.
    every = (*offered.values, *((value, 0) for value in sorted(chosen - known)))
    last = max(0, (len(every) - 1) // PAGE)
    page = min(max(page, 0), last)
    items = [
        (
            _named(criterion, value, n, book),
            value in chosen,
            acb.Pick(
                announcement=view.announcement.id,
                of=criterion,
                value=value,
                on=value not in chosen,
                page=page,
            ).pack(),
        )
        for value, n in every[page * PAGE : (page + 1) * PAGE]
    ]
    what = book.plain(f"segment.{criterion}")
    return Screen(
        html=paragraphs(book.text("segment.choose", what=what), reach(view, book)),
        rows=(
            *choices(items, book),
            *_pages(view, criterion, page, last, book),
            *column(button("segment.done", book, _whom(view))),
        ),
    )


def _named(criterion: Criterion, value: str, n: int | None, book: Phrasebook) -> str:
    name = value_name(criterion, value, book)
    return name if n is None else book.plain("segment.country_count", country=name, n=n)


def _pages(
    view: AnnouncementView, criterion: Criterion, page: int, last: int, book: Phrasebook
) -> tuple[Row, ...]:
    steps = (("button.previous", page - 1), ("button.next", page + 1))
    number = view.announcement.id
    return flow(
        Button(
            label=label(book.plain(key), book),
            data=acb.Conditions(announcement=number, of=criterion, page=to).pack(),
        )
        for key, to in steps
        if 0 <= to <= last
    )


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
