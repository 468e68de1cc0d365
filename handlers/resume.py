"""Picks up a conversation whose last answer was lost in a crash."""

from collections.abc import Mapping
from contextlib import suppress

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from handlers import announce_callbacks as acb
from handlers import callbacks as cb
from handlers import callbacks_event as ce
from handlers import callbacks_files as cf
from handlers import callbacks_rounds as rounds
from handlers import states
from handlers.conversations.meetings import as_opened
from handlers.faces import Faces
from handlers.places import place
from handlers.reply import Reply
from handlers.screens import event as event_screens
from handlers.screens import imports, matches, meetings, progress
from handlers.screens import rounds as round_screens
from handlers.screens.notices import reader
from handlers.screens.screen import Screen
from handlers.stands import stands
from i18n.phrasebook import Phrasebook
from matchmaking.errors import Refused
from matchmaking.imports import DraftId
from matchmaking.matching import MatchId
from matchmaking.meetings import MeetingId, State
from matchmaking.notices import AnnouncementId
from matchmaking.ports import Work
from matchmaking.usecases import (
    announcing,
    appointments,
    blocks,
    opening,
    proposals,
    registering,
    setting_up,
)
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.proposals import MatchView

_MADE: Mapping[type[CallbackData], State] = {
    cb.Accept: State.ACCEPTED,
    cb.Decline: State.DECLINED,
    cb.Withdraw: State.WITHDRAWN,
    cb.Cancel: State.CANCELLED,
}
"""Buttons of an offer or meeting, and what each makes of it."""

_SHOWN: tuple[type[CallbackData], ...] = (
    rounds.AcceptAny, rounds.DeclineFor, rounds.ProposeTimes, rounds.Keep, rounds.CancelFor,
)  # fmt: skip
"""Buttons that change an offer or meeting, after which it is shown as it stands."""

_DEEDS: tuple[type[CallbackData], ...] = (
    *_MADE, cb.ProposeThese, cb.Announcement, acb.Pick, acb.Fallback, acb.Hour, cb.PutAside,
    cb.TakeBack, cf.SentList, ce.SentEvent, *_SHOWN, rounds.Never, rounds.NeverMatch,
    rounds.LetBack, cb.ShowMeeting, cb.ShowMatch,
)  # fmt: skip
"""Buttons whose tap changes something that the chat's own step does not show."""


async def resume(
    bot: Bot,
    work: Work,
    arrival: Arrival,
    *,
    tap: CallbackQuery | None = None,
    faces: Faces | None = None,
) -> None:
    """Shows the screen that the chat is at once more: the update before it was dealt with, but
    its answer may never have been sent. After a tap the tapped message becomes that screen, which
    changes nothing if it is that already; otherwise it comes as a new message."""
    book = reader(arrival.person, arrival.event)
    screen = await _done(work, arrival, book, (tap.data if tap else None) or "")
    screen = screen or await _first_match(work, arrival, book) or await place(work, arrival, book)
    await Reply(bot, arrival.person.telegram_id, tap, faces or Faces()).show(screen)


async def _done(work: Work, arrival: Arrival, book: Phrasebook, data: str) -> Screen | None:
    """What a tapped button has made of an offer, a meeting or an announcement."""
    deed = cb.unpack(data, _DEEDS)
    with suppress(Refused):
        match deed:
            case cb.Accept() | cb.Decline() | cb.Withdraw() | cb.Cancel(sure=True):
                return await _meeting(work, arrival, book, deed)
            case (
                rounds.AcceptAny()
                | rounds.DeclineFor()
                | rounds.ProposeTimes()
                | rounds.Keep()
                | rounds.CancelFor()
            ):
                return await _as_it_stands(work, arrival, book, MeetingId(deed.meeting))
            case cb.ShowMeeting():
                return await _opened(work, arrival, book, MeetingId(deed.meeting))
            case cb.ShowMatch():
                return await _card(work, arrival, book, MatchId(deed.match))
            case rounds.Never(sure=True) | rounds.NeverMatch(sure=True) | rounds.LetBack():
                return await _away(work, arrival, book)
            case cb.PutAside():
                return await _next_match(work, arrival, book, MatchId(deed.match))
            case cb.ProposeThese() | cb.TakeBack():
                return await _card(work, arrival, book, MatchId(deed.match))
            case cb.Announcement(act=act) if act is not cb.Act.AGAIN:
                number = AnnouncementId(deed.announcement)
                return await _announcement(work, arrival, book, number)
            case acb.Pick() | acb.Fallback() | acb.Hour():
                number = AnnouncementId(deed.announcement)
                return await _announcement(work, arrival, book, number)
            case ce.SentEvent():
                return await _event(work, arrival, book, DraftId(deed.draft))
            case cf.SentList():
                return await _list(work, arrival, book, DraftId(deed.draft))
        return await stands(work, arrival, book, data)
    return None


async def _meeting(
    work: Work,
    arrival: Arrival,
    book: Phrasebook,
    deed: cb.Accept | cb.Decline | cb.Withdraw | cb.Cancel,
) -> Screen:
    actor, number = arrival.person.id, MeetingId(deed.meeting)
    seen = await work.look(
        lambda uow, now: appointments.view(uow, now, actor=actor, meeting_id=number)
    )
    so = seen.meeting.state is _MADE[type(deed)]
    return (meetings.done if so else meetings.meeting)(seen, arrival.event, book)


async def _as_it_stands(
    work: Work, arrival: Arrival, book: Phrasebook, number: MeetingId
) -> Screen:
    actor = arrival.person.id
    seen = await work.look(
        lambda uow, now: appointments.view(uow, now, actor=actor, meeting_id=number)
    )
    return meetings.done(seen, arrival.event, book)


async def _opened(work: Work, arrival: Arrival, book: Phrasebook, number: MeetingId) -> Screen:
    actor = arrival.person.id
    opened = await work.look(
        lambda uow, now: opening.meeting(uow, now, actor=actor, meeting_id=number)
    )
    return as_opened(opened, arrival.event, book)


async def _away(work: Work, arrival: Arrival, book: Phrasebook) -> Screen:
    """Whom they keep away, once that has changed."""
    actor = arrival.person.id
    people = await work.look(lambda uow, now: blocks.kept_away(uow, now, actor=actor))
    return round_screens.away(people, book)


async def _announcement(
    work: Work, arrival: Arrival, book: Phrasebook, number: AnnouncementId
) -> Screen:
    actor = arrival.person.id
    view = await work.look(
        lambda uow, now: announcing.look_at(uow, now, actor=actor, announcement_id=number)
    )
    return progress.announcement(view, book)


async def _list(work: Work, arrival: Arrival, book: Phrasebook, number: DraftId) -> Screen:
    actor = arrival.person.id
    view = await work.look(
        lambda uow, now: registering.look_at_list(uow, now, actor=actor, draft_id=number)
    )
    return imports.sent_list(view, book)


async def _event(work: Work, arrival: Arrival, book: Phrasebook, number: DraftId) -> Screen:
    actor = arrival.person.id
    view = await work.look(
        lambda uow, now: setting_up.look_at_event(uow, now, actor=actor, draft_id=number)
    )
    return event_screens.sent_event(view, book)


async def _card(
    work: Work, arrival: Arrival, book: Phrasebook, number: MatchId, undo: MatchView | None = None
) -> Screen:
    ids = states.listed(work.conversation)
    view = await _match(work, arrival, number)
    return matches.card(matches.placed(view, ids), book, ids=ids, undo=undo)


async def _match(work: Work, arrival: Arrival, number: MatchId) -> MatchView:
    actor = arrival.person.id
    return await work.look(lambda uow, now: proposals.show(uow, now, actor=actor, match_id=number))


async def _next_match(
    work: Work, arrival: Arrival, book: Phrasebook, number: MatchId
) -> Screen | None:
    """What took the place of a match that was put aside."""
    gone = await _match(work, arrival, number)
    return await _first_match(work, arrival, book, undo=gone if gone.aside else None)


async def _first_match(
    work: Work, arrival: Arrival, book: Phrasebook, undo: MatchView | None = None
) -> Screen | None:
    """The first of the matches that were about to be shown, or that there are none, if that is
    where the chat is."""
    if work.conversation.step or not states.at_matches(work.conversation):
        return None
    ids = states.listed(work.conversation)
    if not ids:
        return matches.nobody(arrival.attendee, book, undo=undo)
    try:
        first = ids[states.shown_first(work.conversation)]
        return await _card(work, arrival, book, first, undo)
    except Refused:
        return None
