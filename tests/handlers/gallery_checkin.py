"""Screens at the door, for `gallery`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from handlers.screens import checkin
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.checkin import DayCount, Guest, GuestKey, GuestKind
from matchmaking.events import Event
from matchmaking.intents import Role
from matchmaking.usecases.checking_in import Door, Found, GuestView
from tests.handlers.people import HARD, NOW

Named = tuple[str, Screen]
DAY = date(2027, 4, 13)


def guests() -> tuple[Guest, ...]:
    """People at the door, plain and difficult, there and not yet."""
    plain = Guest(
        key=GuestKey(kind=GuestKind.REGISTERED, number=1),
        name="Rania Haddad",
        organisation="Coop des Oliviers",
        role=Role.SME,
    )
    hard = replace(plain, name=f"<i>{HARD}", organisation=HARD, role=None)
    there = {DAY: NOW}
    return (
        plain,
        replace(plain, here=there),
        replace(plain, name="أمل بن سالم", organisation="معصرة الساحل", role=Role.TTO),
        replace(plain, name="كريم", organisation="", role=None, here=there),
        hard,
        replace(hard, here=there),
    )


def door_screens(on: Event, book: Phrasebook) -> Iterator[Named]:
    """All of them."""
    count = DayCount(day=DAY, here=37, expected=240)
    door = Door(event=on, day=DAY, count=count)
    shut = Door(event=on, day=None, count=None)
    for at in (door, shut):
        yield "checkin.search", checkin.search(at, book)
        for more in (0, 1, 2, 5, 11, 100):
            view = Found(door=at, text="ran", guests=guests(), more=more)
            yield f"checkin.found.{more}", checkin.found(view, book)
        for one in guests():
            seen = GuestView(door=at, guest=one, may_own=True)
            yield "checkin.guest", checkin.guest(seen, book)
            for key in ("checkin.done", "checkin.was_done"):
                yield key, checkin.guest(seen, book, key=key)
            yield "checkin.link", checkin.link(seen, "x" * 22, book)
    yield "checkin.nobody", checkin.found(Found(door=door, text=HARD, guests=(), more=0), book)
    walk_in = checkin.walk_in(door, "https://t.me/multaqa_bot", book)
    yield "checkin.walk_in", Screen(html=walk_in)
    closed = replace(on, plan=replace(on.plan, contact=HARD))
    yield "checkin.no_walk_ins", checkin.no_walk_ins(replace(door, event=closed), book)
    later = replace(door, count=replace(count, day=DAY + timedelta(days=1), here=0))
    yield "checkin.later", checkin.search(later, book)
