"""Exchanging contacts: what the other may have, and how it stands as far as one may know."""

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers.screens.meetings import to_meetings
from handlers.screens.screen import Button, Card, Screen, Share, column
from handlers.screens.words import button, clip, first_name, label
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.contacts import KEPT, Answer, Standing, Way
from matchmaking.meetings import MeetingView
from matchmaking.usecases.exchange import ExchangeView

CARD_NAME = 64
"""Most characters of a name on a card."""


def exchange(view: ExchangeView, username: str | None, book: Phrasebook) -> Screen:
    """How it stands, with what the viewer can still do."""
    match view.standing:
        case Standing.OPEN:
            return ask(view.seen, username, book, key="exchange.ask")
        case Standing.ASKED:
            return ask(view.seen, username, book, key="notice.exchange")
        case Standing.WAITING:
            no = after.Give(meeting=view.seen.meeting.id, way=Way.NO).pack()
            text = book.text(
                "exchange.waiting", name=_name(view.seen, book), duration=book.duration(KEPT)
            )
            return Screen(
                html=text,
                rows=(*column(button("exchange.take_back", book, no)), *_back(view.seen, book)),
            )
        case Standing.REFUSED:
            return ask(view.seen, username, book, key="exchange.refused", refused=True)
        case Standing.SHARED:
            text = book.text("exchange.shared", name=_name(view.seen, book))
            return Screen(html=text, rows=to_meetings(book))


def ask(
    seen: MeetingView,
    username: str | None,
    book: Phrasebook,
    *,
    key: str,
    refused: bool = False,
) -> Screen:
    """May the other have the viewer's contact, and which? `username` is the viewer's."""
    number = seen.meeting.id
    by_name = None
    if username:
        text = book.plain("exchange.username", handle=Words(clip(f"@{username}", 20)))
        data = after.Give(meeting=number, way=Way.USERNAME).pack()
        by_name = Button(label=label(text, book), data=data)
    by_phone = after.Give(meeting=number, way=Way.PHONE).pack()
    no = after.Give(meeting=number, way=Way.NO).pack()
    return Screen(
        html=book.text(key, name=_name(seen, book)),
        rows=(
            *column(
                by_name,
                button("exchange.phone", book, by_phone),
                None if refused else button("exchange.no", book, no),
            ),
            *(_back(seen, book) if refused else ()),
        ),
    )


def share(seen: MeetingView, book: Phrasebook, *, key: str = "exchange.share") -> Screen:
    """The number is awaited."""
    return Screen(
        html=book.text(key, name=_name(seen, book)),
        share=Share(give=book.plain("exchange.share_button"), leave=book.plain("exchange.not_now")),
    )


def unshared(html: Html) -> Screen:
    """A text with which the phone's own keyboard goes."""
    return Screen(html=html, unshare=True)


def card(answer: Answer, seen: MeetingView, book: Phrasebook) -> Screen:
    """The other's contact: a card, or the username with the way to their chat."""
    handle = answer.handle or ""
    if answer.way is Way.PHONE:
        return Screen(
            html=book.text("exchange.shared", name=_name(seen, book)),
            card=Card(phone=handle, name=clip(seen.other.person.name, CARD_NAME)),
            rows=to_meetings(book),
        )
    text = book.plain("exchange.write", name=Words(first_name(seen.other)))
    write = Button(label=label(text, book), url=f"https://t.me/{handle}")
    return Screen(
        html=book.text("notice.contact", name=_name(seen, book), handle=Words(f"@{handle}")),
        rows=(*column(write), *to_meetings(book)),
    )


def _back(seen: MeetingView, book: Phrasebook) -> tuple[tuple[Button, ...], ...]:
    data = cb.ShowMeeting(meeting=seen.meeting.id).pack()
    return column(button("settings.back", book, data))


def _name(seen: MeetingView, book: Phrasebook) -> Html:
    return book.user(seen.other.person.name)
