"""What a helper sees at the door: the search, those found, one of them, and the way in for whoever
is on no list."""

from handlers import callbacks as cb
from handlers import callbacks_checkin as cc
from handlers.screens.screen import Button, Screen, column, lines, paragraphs
from handlers.screens.words import button, clip, label
from i18n.markup import to_html
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.checkin import DayCount, Guest
from matchmaking.intents import Language
from matchmaking.usecases.checking_in import Door, Found, GuestView

NAME, HOUSE, NAME_ON_BUTTON, QUERY = 60, 60, 18, 40
"""Most characters of a name, an organisation, a name on a button, and what was typed."""


def search(door: Door, book: Phrasebook) -> Screen:
    """Who is there?"""
    name = Words(door.event.name(Language(book.language)))
    how = "checkin.ask" if door.day else "checkin.closed"
    return Screen(
        html=paragraphs(book.text(how, event=name), _count(door.count, book)),
        rows=_ways(book, search=False),
    )


def found(view: Found, book: Phrasebook) -> Screen:
    """Those who were meant, each with a button that checks them in, or takes that back."""
    if not view.guests:
        asked = Words(clip(view.text, QUERY))
        return Screen(html=book.text("checkin.nobody", words=asked), rows=_ways(book, search=True))
    return Screen(
        html=paragraphs(
            *(_listed(place, one, view.door, book) for place, one in enumerate(view.guests, 1)),
            book.count("checkin.more", view.more) if view.more else "",
            _count(view.door.count, book),
        ),
        rows=(
            *column(*(_act(one, view.door, book, place) for place, one in _numbered(view))),
            *_ways(book, search=False),
        ),
    )


def _numbered(view: Found) -> list[tuple[int, Guest]]:
    return list(enumerate(view.guests, 1)) if view.door.day else []


def guest(view: GuestView, book: Phrasebook, *, key: str = "") -> Screen:
    """Somebody, and whether they are there; `key` is the sentence above."""
    return Screen(
        html=paragraphs(
            book.text(key) if key else "",
            lines(*_who(view.guest, book), _state(view.guest, view.door, book)),
            _count(view.door.count, book),
        ),
        rows=(
            *column(_act(view.guest, view.door, book) if view.door.day else None),
            *_ways(book, search=True),
        ),
    )


def link(view: GuestView, secret: str, book: Phrasebook) -> Screen:
    """Whose personal link a helper has opened."""
    shown = guest(view, book, key="checkin.link")
    own = button("checkin.own_link", book, cc.OwnLink(secret=secret).pack())
    return Screen(html=shown.html, rows=(*shown.rows, *column(own if view.may_own else None)))


def walk_in(door: Door, address: str, book: Phrasebook) -> Html:
    """Under the code by which anybody registers themselves."""
    name = Words(door.event.name(Language(book.language)))
    shown = to_html(Words(address.removeprefix("https://")))
    link = Html(f'<a href="{address}">{shown}</a>')
    return book.text("checkin.walk_in", event=name, link=link)


def no_walk_ins(door: Door, book: Phrasebook) -> Screen:
    """Only those registered take part."""
    contact = door.event.plan.contact
    return Screen(
        html=paragraphs(
            book.text("checkin.no_walk_ins"),
            book.text("start.ask_contact", contact=Words(contact)) if contact else "",
        ),
        rows=column(button("checkin.search", book, _to(cc.DoorTo.SEARCH))),
    )


def _listed(place: int, one: Guest, door: Door, book: Phrasebook) -> Html:
    name, *rest = _who(one, book)
    numbered = book.text("checkin.numbered", n=place, who=name)
    return lines(numbered, *rest, _state(one, door, book))


def _who(one: Guest, book: Phrasebook) -> list[Html]:
    """A name and an organisation, and a role below."""
    name = book.user(clip(one.name, NAME))
    house = Words(clip(one.organisation, HOUSE)) if one.organisation else None
    first = (
        book.text("person.of", name=name, organisation=house)
        if house
        else book.text("person.alone", name=name)
    )
    return [first, Html(book.plain(f"role.{one.role}"))] if one.role else [first]


def _state(one: Guest, door: Door, book: Phrasebook) -> Html:
    since = one.here.get(door.day) if door.day else None
    if since is None:
        return book.text("checkin.not_yet")
    return book.text("checkin.since", time=book.time(since, zone=door.event.zone))


def _act(one: Guest, door: Door, book: Phrasebook, place: int = 0) -> Button:
    there = door.day in one.here
    key = "checkin.out" if there else "checkin.in"
    did = cc.Did.OUT if there else cc.Did.IN
    data = cc.CheckIn(kind=one.key.kind, guest=one.key.number, did=did).pack()
    if not place:
        return button(key, book, data)
    name = Words(clip(one.name, NAME_ON_BUTTON))
    return Button(label=label(book.plain(f"{key}_named", n=place, name=name), book), data=data)


def _count(count: DayCount | None, book: Phrasebook) -> Html:
    if count is None:
        return Html("")
    day = book.capital(book.day(count.day))
    return book.text("checkin.count", day=day, here=count.here, expected=count.expected)


def _ways(book: Phrasebook, *, search: bool) -> tuple[tuple[Button, ...], ...]:
    return column(
        button("checkin.search", book, _to(cc.DoorTo.SEARCH)) if search else None,
        button("checkin.unlisted", book, _to(cc.DoorTo.WALK_IN)),
        button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack()),
    )


def _to(place: cc.DoorTo) -> str:
    return cc.AtDoor(to=place).pack()
