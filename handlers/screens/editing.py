"""What organisers see when they edit the event from the chat: the things, and one of them."""

from collections.abc import Sequence

from handlers import callbacks as cb
from handlers import callbacks_editing as ce
from handlers.screens.screen import Button, Row, Screen, above, column, flow, lines, paragraphs
from handlers.screens.words import button, choices, clip, label, printed
from handlers.zones import REGION
from i18n.markup import escape
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event, Mode, Window
from matchmaking.intents import Language
from matchmaking.partners import Partner
from matchmaking.sheets.table import Problem
from matchmaking.sheets.words import word_for
from matchmaking.usecases.editing import CODED, NAMES, NUMBERS, Item
from matchmaking.wishes import Reminder

USUAL = {
    Item.SLOT_MINUTES: (10, 15, 20, 25, 30, 45, 60),
    Item.REST_MINUTES: (0, 5, 10, 15),
    Item.TABLES: (5, 10, 20, 50),
    Item.OFFER_HOURS: (6, 12, 24, 48, 72),
    Item.OFFER_CAP: (3, 5, 8, 12, 20),
}
"""Numbers that are offered as buttons."""

RANGES = {
    Item.SLOT_MINUTES: (5, 240),
    Item.REST_MINUTES: (0, 120),
    Item.TABLES: (0, 5000),
    Item.OFFER_HOURS: (1, 336),
    Item.OFFER_CAP: (1, 100),
}
"""Least and most of each, as `eventfile` says."""

MOST_WINDOWS = 40
"""Windows, and partners, that can be removed by a button."""

NAME_IN_LIST = 60
"""Most characters of a partner's name in the list."""

EXAMPLE = "14/04 15:30-17:30"
"""A window as it may be typed."""


def menu(on: Event, book: Phrasebook) -> Screen:
    """Everything that can be edited, as it is now."""
    facts = [
        book.text("editing.fact", field=field(one, book), value=value(one, on, book))
        for one in Item
        if one not in CODED
    ]
    return Screen(
        html=paragraphs(book.text("editing.menu"), lines(*facts)),
        rows=(
            *flow(
                Button(label=label(field(one, book), book), data=ce.EditItem(item=one).pack())
                for one in Item
            ),
            *column(button("event.to_event", book, cb.Go(to=cb.To.EVENT).pack())),
        ),
    )


def ask(item: Item, on: Event, book: Phrasebook) -> Screen:
    """One thing as it is, how to change it, and its usual values."""
    low, high = RANGES.get(item, (0, 0))
    how = "number" if item in NUMBERS else "text" if item in _TEXTS else item.value
    return Screen(
        html=paragraphs(
            Html(f"<b>{escape(field(item, book))}</b>"),
            _now(item, on, book),
            book.text(f"editing.how.{how}", low=low, high=high, example=Words(EXAMPLE)),
        ),
        rows=(*_answers(item, on, book), *_back(book)),
    )


def _now(item: Item, on: Event, book: Phrasebook) -> Html:
    """A thing as it is now; several, a line each."""
    if item not in CODED:
        return book.text("editing.now", value=value(item, on, book))
    partners = item is Item.PARTNERS
    if partners and not on.plan.partners:
        return book.text("editing.now", value=book.text("event.nothing_there"))
    said = (
        [_named(one, book, NAME_IN_LIST) for one in on.plan.partners[:MOST_WINDOWS]]
        if partners
        else [hours(one, on, book) for one in _windows(on)]
    )
    return lines(book.text("editing.hours"), *(Html(f"• {one}") for one in said))


def _named(one: Partner, book: Phrasebook, most: int) -> Html:
    name = Words(clip(one.name(Language(book.language)), most))
    return book.text("person.alone", name=name)


def which_zone(zones: Sequence[str], book: Phrasebook) -> Screen:
    """Several zones may be meant."""
    return Screen(
        html=book.text("editing.which_zone"),
        rows=(*_zones(zones, book), *_back(book)),
    )


def reminders(chosen: int, book: Phrasebook) -> Screen:
    """The event's reminders, some of them switched, before that is drafted."""
    every = tuple(Reminder)
    toggles = choices(
        [
            (
                book.plain(f"settings.{one}"),
                bool(chosen >> place & 1),
                ce.EditReminders(chosen=chosen ^ (1 << place)).pack(),
            )
            for place, one in enumerate(every)
        ],
        book,
    )
    told = ".".join(cb.picked(every, chosen)) or "."
    done = ce.EditTo(item=Item.REMINDERS, value=told).pack()
    return Screen(
        html=paragraphs(
            Html(f"<b>{escape(field(Item.REMINDERS, book))}</b>"),
            book.text("editing.how.reminders"),
        ),
        rows=(*toggles, *column(button("editing.done", book, done)), *_back(book)),
    )


def refused(key: str, item: Item, on: Event, book: Phrasebook) -> Screen:
    """Why that will not do, and the question once more, which says what form is expected."""
    return above(book.text(key), ask(item, on, book))


def stopped(problems: Sequence[Problem], item: Item, on: Event, book: Phrasebook) -> Screen:
    """The same of a value that breaks the event's rules."""
    said = (
        book.text(
            f"fault.{one.fault}",
            **{
                name: told if isinstance(told, int) else Words(str(told))
                for name, told in one.data.items()
            },
        )
        for one in problems[:3]
    )
    return above(lines(book.text("editing.stopped"), *said), ask(item, on, book))


def field(item: Item, book: Phrasebook) -> str:
    """What a thing is called."""
    if item in (Item.REMINDERS, *CODED):
        return book.plain(f"editing.{item}")
    return printed(word_for("event", item, Language(book.language)))


def value(item: Item, on: Event, book: Phrasebook) -> str | Words:
    """A thing as it is now."""
    plan = on.plan
    if item in NAMES:
        return Words(plan.names[Language(item.removeprefix("name_"))])
    match item:
        case Item.SHORT_NAME:
            return Words(plan.short_name)
        case Item.MODE:
            return word_for("mode", plan.mode, Language(book.language))
        case Item.ZONE:
            return book.zone_city(plan.zone)
        case Item.REMINDERS:
            names = [book.inline(book.plain(f"settings.{one}")) for one in plan.reminders]
            return book.list(names) if names else book.text("event.nothing_there")
        case Item.WALK_INS:
            return word_for("truth", str(plan.walk_ins).lower(), Language(book.language))
        case _:
            return book.text("editing.number", n=int(getattr(plan, item)))


def hours(one: Window, on: Event, book: Phrasebook) -> Html:
    """``Tuesday 13 April: 15:30 to 17:30``, by the event's clock."""
    return book.text(
        "event.window",
        day=book.capital(book.day(one.starts_at, zone=on.zone)),
        times=book.time_range(one.starts_at, one.ends_at, zone=on.zone),
    )


_TEXTS = (*NAMES, Item.SHORT_NAME)


def _windows(on: Event) -> Sequence[Window]:
    return on.plan.windows[:MOST_WINDOWS]


def _answers(item: Item, on: Event, book: Phrasebook) -> tuple[Row, ...]:
    language = Language(book.language)
    if item in USUAL:
        return flow(
            (
                Button(
                    label=label(book.plain("editing.number", n=n), book),
                    data=_to(item, str(n)),
                )
                for n in USUAL[item]
                if n != getattr(on.plan, item)
            ),
            most=4,
        )
    match item:
        case Item.MODE:
            said = [(word_for("mode", one, language), one.value) for one in Mode]
        case Item.WALK_INS:
            said = [(word_for("truth", one, language), one) for one in ("true", "false")]
        case Item.ZONE:
            return _zones([one for one in REGION if one != on.plan.zone], book)
        case Item.REMINDERS:
            return reminders(cb.bits(one in on.plan.reminders for one in Reminder), book).rows[:-1]
        case Item.WINDOWS:
            return column(*(_removal(one, on, book) for one in _windows(on)))
        case Item.PARTNERS:
            return _departures(on, book)
        case _:
            return ()
    return flow(Button(label=label(text, book), data=_to(item, code)) for text, code in said)


def _removal(one: Window, on: Event, book: Phrasebook) -> Button:
    day = book.weekday_time(one.starts_at, zone=on.zone)
    return button("editing.remove", book, _to(Item.WINDOWS, one.code), window=day)


def _departures(on: Event, book: Phrasebook) -> tuple[Row, ...]:
    """Which partner goes? Two of one name are told apart by their place."""
    names = [clip(one.name(Language(book.language)), 24) for one in on.plan.partners]
    partners = on.plan.partners[:MOST_WINDOWS]
    return column(
        *(
            button(
                "editing.remove_partner" if names.count(name) == 1 else "editing.remove_partner_n",
                book,
                _to(Item.PARTNERS, one.code),
                name=Words(name),
                n=place,
            )
            for place, (one, name) in enumerate(zip(partners, names, strict=False), start=1)
        )
    )


def _zones(zones: Sequence[str], book: Phrasebook) -> tuple[Row, ...]:
    return flow(
        Button(label=label(book.zone_city(one), book), data=_to(Item.ZONE, one)) for one in zones
    )


def _to(item: Item, code: str) -> str:
    return ce.EditTo(item=item, value=code).pack()


def _back(book: Phrasebook) -> tuple[Row, ...]:
    return column(button("editing.back", book, ce.EditMenu().pack()))


def same(item: Item, on: Event, book: Phrasebook) -> Screen:
    """It is so already."""
    return refused("editing.same", item, on, book)
