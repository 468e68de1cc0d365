"""Whom to meet and why, and the times to propose."""

from collections.abc import Sequence
from datetime import datetime

from handlers import callbacks as cb
from handlers.screens.breaks import with_break
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import (
    button,
    card_head,
    choices,
    reasons,
    slot_choice,
    slot_lines,
    when,
)
from i18n.phrasebook import Phrasebook
from matchmaking.matching import MatchId
from matchmaking.meetings import State
from matchmaking.people import Attendee
from matchmaking.usecases.proposals import MatchView


def card(view: MatchView, book: Phrasebook, *, ids: Sequence[MatchId] = ()) -> Screen:
    """One match. `ids` are all matches in the order shown, for the way to its neighbours."""
    position = (
        book.text("match.position", position=view.position, total=view.total)
        if view.total > 1
        else ""
    )
    screen = Screen(
        html=paragraphs(
            card_head(view.other, book),
            reasons(view.match.what.reasons, view.event, book),
            standing(view, book),
            position,
        ),
        rows=(*_actions(view, book), *_neighbours(view.match.id, ids, book)),
    )
    return with_break(screen, view.viewer, book)


def standing(view: MatchView, book: Phrasebook) -> str:
    """What is under way between the two; empty when nothing is."""
    meeting = view.meeting
    if meeting is None:
        return "" if view.other.reachable else book.text("match.away")
    if meeting.state is not State.OFFERED:
        at = meeting.starts_at or meeting.slots[0]
        return book.text("match.booked", when=when(at, view.event, book))
    if meeting.proposer == view.viewer.id:
        return book.text("match.offer_out", times=slot_choice(meeting.slots, view.event, book))
    return book.text("match.offer_in")


def _actions(view: MatchView, book: Phrasebook) -> tuple[Row, ...]:
    meeting = view.meeting
    if meeting is None:
        data = cb.Propose(match=view.match.id).pack()
        not_this = cb.PassOver(match=view.match.id).pack()
        ask = button("match.propose", book, data) if view.other.reachable else None
        return column(ask, button("match.pass", book, not_this))
    if meeting.state is State.OFFERED and meeting.proposer == view.viewer.id:
        withdraw = cb.Withdraw(meeting=meeting.id).pack()
        return column(button("sent.withdraw", book, withdraw))
    key = "match.answer" if meeting.state is State.OFFERED else "match.meeting"
    return column(button(key, book, cb.ShowMeeting(meeting=meeting.id).pack()))


def _neighbours(match: MatchId, ids: Sequence[MatchId], book: Phrasebook) -> tuple[Row, ...]:
    if match not in ids:
        return ()
    at = list(ids).index(match)
    row: list[tuple[str, MatchId]] = []
    if at > 0:
        row.append(("button.previous", ids[at - 1]))
    if at + 1 < len(ids):
        row.append(("button.next", ids[at + 1]))
    buttons = tuple(button(key, book, cb.ShowMatch(match=to).pack()) for key, to in row)
    return (buttons,) if buttons else ()


def nobody(viewer: Attendee, book: Phrasebook) -> Screen:
    """There is nobody to propose."""
    screen = Screen(
        html=book.text("match.none"),
        rows=column(
            button("match.look_again", book, cb.Go(to=cb.To.MATCHES).pack()),
            button("home.profile", book, cb.Go(to=cb.To.PROFILE).pack()),
        ),
    )
    return with_break(screen, viewer, book)


def gone(book: Phrasebook) -> Screen:
    """What a card or message was about is there no more, or never was the reader's."""
    return Screen(
        html=book.text("match.gone"),
        rows=column(
            button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack()),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
        ),
    )


def slots(
    view: MatchView, offered: Sequence[datetime], book: Phrasebook, *, chosen: int | None = None
) -> Screen:
    """The times to propose; `chosen` are bits over `offered`, all when None."""
    on = (1 << len(offered)) - 1 if chosen is None else chosen
    packed = cb.pack_slots(offered)
    match = view.match.id
    items = [
        (
            book.capital(book.weekday_time(slot)),
            bool(on >> place & 1),
            cb.Slots(match=match, slots=packed, chosen=on ^ (1 << place)).pack(),
        )
        for place, slot in enumerate(offered)
    ]
    kept = cb.picked(offered, on)
    send = cb.ProposeThese(match=match, slots=cb.pack_slots(kept)).pack()
    name = book.user(view.other.person.name)
    return Screen(
        html=paragraphs(
            book.text("propose.ask", name=name), lines(slot_lines(offered, view.event, book))
        ),
        rows=(
            *column(Button(label=book.plain_count("propose.send", len(kept)), data=send)),
            *(row for item in items for row in choices([item], book)),
            *column(button("button.back", book, cb.ShowMatch(match=match).pack())),
        ),
    )
