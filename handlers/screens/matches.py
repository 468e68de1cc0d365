"""Whom to meet and why, and the times to propose."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import callbacks as cb
from handlers import callbacks_rounds as rounds
from handlers.screens.breaks import with_break
from handlers.screens.moderation import report_row
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import (
    button,
    card_head,
    choices,
    first_name,
    reasons,
    slot_choice,
    slot_lines,
    their_hours,
    when,
)
from i18n.phrasebook import Phrasebook, Words
from matchmaking.intents import Language
from matchmaking.learning import Why
from matchmaking.matching import MatchId
from matchmaking.meetings import State
from matchmaking.people import Attendee
from matchmaking.usecases.moderation import Thing
from matchmaking.usecases.proposals import MatchView


def card(
    view: MatchView,
    book: Phrasebook,
    *,
    ids: Sequence[MatchId] = (),
    undo: MatchView | None = None,
) -> Screen:
    """One match. `ids` are all matches in the order shown, for the way to its neighbours; `undo`
    is what was put aside to come to this one."""
    position = (
        book.text("match.position", position=view.position, total=view.total)
        if view.total > 1 and not view.aside
        else ""
    )
    screen = Screen(
        html=paragraphs(
            card_head(view.other, book),
            reasons(view.match.what.reasons, view.event, book),
            standing(view, book),
            _met(view, book),
            position,
        ),
        rows=(
            *_actions(view, book),
            *_neighbours(view.match.id, ids, book),
            *column(_undo(undo, book)),
        ),
    )
    return with_break(screen, view.viewer, book)


def _met(view: MatchView, book: Phrasebook) -> str:
    """Where the two have met before; empty when they have not."""
    if view.met_at is None:
        return ""
    return book.text("match.met_at", event=Words(view.met_at.name(Language(book.language))))


def placed(view: MatchView, ids: Sequence[MatchId]) -> MatchView:
    """The view with its place in the list that the reader is leafing through."""
    if view.match.id not in ids:
        return view
    return replace(view, position=list(ids).index(view.match.id) + 1, total=len(ids))


def standing(view: MatchView, book: Phrasebook) -> str:
    """What is under way between the two; empty when nothing is."""
    meeting = view.meeting
    if meeting is None:
        aside = book.text("aside.standing") if view.aside else ""
        return lines(aside, "" if view.other.reachable else book.text("match.away"))
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
        not_for_me = button("aside.ask", book, cb.NotForMe(match=view.match.id).pack())
        ask = button("match.propose", book, data) if view.other.reachable else None
        return column(ask, _undo(view, book) if view.aside else not_for_me)
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


def _undo(gone: MatchView | None, book: Phrasebook) -> Button | None:
    """The way back of what was put aside."""
    if gone is None:
        return None
    data = cb.TakeBack(match=gone.match.id).pack()
    return button("aside.undo", book, data, name=Words(first_name(gone.other)))


def why_not(view: MatchView, book: Phrasebook) -> Screen:
    """Why a match does not suit."""
    match = view.match.id
    whys = [
        button(f"aside.why.{why}", book, cb.PutAside(match=match, why=why).pack()) for why in Why
    ]
    return Screen(
        html=paragraphs(card_head(view.other, book), book.text("aside.why")),
        rows=(
            *column(
                *whys,
                button("aside.never", book, rounds.NeverMatch(match=match, sure=False).pack()),
            ),
            *report_row(Thing.MATCH, match, book),
            *column(button("button.back", book, cb.ShowMatch(match=match).pack())),
        ),
    )


def nobody(
    viewer: Attendee, book: Phrasebook, *, undo: MatchView | None = None, aside: bool = False
) -> Screen:
    """There is nobody to propose; `undo` is what was put aside just now, and `aside`: whether
    anything is."""
    some = aside or undo is not None
    again = button("match.look_again", book, cb.Go(to=cb.To.MATCHES).pack())
    back = button("aside.all_back", book, cb.Go(to=cb.To.ALL_BACK).pack())
    screen = Screen(
        html=book.text("aside.none" if some else "match.none"),
        rows=column(
            back if some else again,
            button("home.profile", book, cb.Go(to=cb.To.PROFILE).pack()),
            _undo(undo, book),
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
            book.text("propose.ask", name=name),
            lines(
                slot_lines(offered, view.event, book),
                their_hours(offered, view.event, view.other, book),
            ),
        ),
        rows=(
            *column(Button(label=book.plain_count("propose.send", len(kept)), data=send)),
            *(row for item in items for row in choices([item], book)),
            *column(button("button.back", book, cb.ShowMatch(match=match).pack())),
        ),
    )
