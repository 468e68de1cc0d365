"""Other times, moving a meeting, the reasons for a no, and never again."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import callbacks_rounds as rounds
from handlers import states
from handlers.conversations.meetings import SETTLED, as_it_stands, do, look, to_cancel
from handlers.duties import everybody
from handlers.filters import Step
from handlers.screens import meetings as meeting_screens
from handlers.screens import rounds as screens
from handlers.screens.screen import above
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.matching import MatchId
from matchmaking.meetings import (
    CANCELLING,
    DECLINING,
    Cause,
    MeetingId,
    MeetingView,
    State,
)
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, blocks, proposals
from matchmaking.usecases import rounds as talks
from matchmaking.usecases.rounds import Times

router = Router(name="rounds")


@router.callback_query(rounds.AcceptAny.filter())
@everybody
async def accept_any(_: CallbackQuery, callback_data: rounds.AcceptAny, turn: Turn) -> None:
    """Any of the times: the best one that is still free."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    await do(
        turn,
        meeting,
        lambda uow, now: appointments.accept_any(uow, now, actor=actor, meeting_id=meeting),
    )


@router.callback_query(rounds.NotNow.filter())
@everybody
async def ask_why(_: CallbackQuery, callback_data: rounds.NotNow, turn: Turn) -> None:
    """Why not now?"""
    seen = await _answering(turn, MeetingId(callback_data.meeting))
    if seen is not None:
        await turn.reply.show(screens.not_now(seen, turn.book))


@router.callback_query(rounds.DeclineFor.filter())
@everybody
async def decline(_: CallbackQuery, callback_data: rounds.DeclineFor, turn: Turn) -> None:
    """Says no, and why."""
    actor, meeting, cause = turn.actor, MeetingId(callback_data.meeting), callback_data.cause
    if cause not in DECLINING:
        raise Refused(Refusal.NOT_YOURS)
    learned = appointments.LEARNED[cause]
    await do(
        turn,
        meeting,
        lambda uow, now: appointments.decline(
            uow, now, actor=actor, meeting_id=meeting, cause=cause
        ),
        toast=turn.book.plain(f"aside.done.{learned}"),
    )


async def _answering(turn: Turn, meeting: MeetingId) -> MeetingView | None:
    """An offer that whoever taps may answer; None when they were shown how it stands instead."""
    seen = await look(turn, meeting)
    if seen.meeting.state is State.OFFERED and seen.meeting.asked == seen.viewer.id:
        return seen
    asked = seen.meeting.state is State.OFFERED
    refusal = Refusal.NOT_YOUR_TURN if asked else Refusal.ILLEGAL_MOVE
    await as_it_stands(turn, meeting, Refused(refusal))
    return None


@router.callback_query(rounds.OtherTimes.filter())
@everybody
async def other_times(_: CallbackQuery, callback_data: rounds.OtherTimes, turn: Turn) -> None:
    """Further times in which both are free."""
    meeting = MeetingId(callback_data.meeting)
    try:
        page = await _times(turn, callback_data)
    except Refused as refused:
        await _no_times(turn, meeting, refused)
        return
    await turn.leave(states.CANCEL)
    await turn.reply.show(screens.times(page, turn.book))


async def _times(turn: Turn, tapped: rounds.OtherTimes) -> Times:
    actor, meeting, moving = turn.actor, MeetingId(tapped.meeting), tapped.moving
    after = cb.from_minute(tapped.minute) if tapped.minute else None
    chosen = cb.slots_tapped(tapped.slots)
    return await turn.work.look(
        lambda uow, now: talks.other_times(
            uow,
            now,
            actor=actor,
            meeting_id=meeting,
            moving=moving,
            after=after,
            chosen=chosen,
        )
    )


async def _no_times(turn: Turn, meeting: MeetingId, refused: Refused) -> None:
    if refused.refusal not in SETTLED | {Refusal.NO_COMMON_SLOT}:
        raise refused
    await as_it_stands(turn, meeting, refused)


@router.callback_query(rounds.ProposeTimes.filter())
@everybody
async def propose(_: CallbackQuery, callback_data: rounds.ProposeTimes, turn: Turn) -> None:
    """These instead: now the other side is asked."""
    actor, meeting, moving = turn.actor, MeetingId(callback_data.meeting), callback_data.moving
    slots = cb.slots_tapped(callback_data.slots)
    toast = turn.book.plain("propose.done")
    try:
        await do(
            turn,
            meeting,
            lambda uow, now: talks.propose(
                uow, now, actor=actor, meeting_id=meeting, slots=slots, moving=moving
            ),
            toast=toast,
        )
    except Refused as refused:
        if refused.refusal is not Refusal.NO_COMMON_SLOT:
            raise
        await _times_went(turn, meeting, moving=moving)


async def _times_went(turn: Turn, meeting: MeetingId, *, moving: bool) -> None:
    """The times chosen went meanwhile: others in their place, or that there are none."""
    try:
        page = await _times(turn, rounds.OtherTimes(meeting=meeting, moving=moving))
    except Refused as refused:
        await _no_times(turn, meeting, refused)
        return
    gone = turn.book.count("propose.gone", len(page.slots))
    await turn.reply.show(above(gone, screens.times(page, turn.book)))


@router.callback_query(rounds.Keep.filter())
@everybody
async def keep(_: CallbackQuery, callback_data: rounds.Keep, turn: Turn) -> None:
    """The old time stays."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)

    def act(uow: UnitOfWork, now: datetime) -> MeetingView:
        return talks.keep(uow, now, actor=actor, meeting_id=meeting)

    toast = turn.book.plain("kept.toast")
    await do(turn, meeting, act, toast=toast, shown=meeting_screens.kept)


@router.callback_query(rounds.CancelFor.filter())
@everybody
async def cancel(_: CallbackQuery, callback_data: rounds.CancelFor, turn: Turn) -> None:
    """Calls a meeting off, and says why."""
    actor, meeting, cause = turn.actor, MeetingId(callback_data.meeting), callback_data.cause
    if cause not in CANCELLING:
        raise Refused(Refusal.NOT_YOURS)
    await do(
        turn,
        meeting,
        lambda uow, now: appointments.cancel(
            uow, now, actor=actor, meeting_id=meeting, cause=cause
        ),
        wide=True,
    )


@router.callback_query(rounds.InOwnWords.filter())
@everybody
async def ask_words(_: CallbackQuery, callback_data: rounds.InOwnWords, turn: Turn) -> None:
    """In their own words."""
    seen = await to_cancel(turn, MeetingId(callback_data.meeting))
    if seen is None:
        return
    await turn.work.turn(states.explaining(seen.meeting.id))
    await turn.reply.show(screens.own_words(seen, turn.book))


@router.message(Step(states.CANCEL_WORDS), F.text & ~F.text.startswith("/"))
@everybody
async def words(message: Message, turn: Turn) -> None:
    """The words, with which the meeting is called off."""
    actor, text = turn.actor, message.text or ""
    meeting = states.cancelled(turn.work.conversation)
    await do(
        turn,
        meeting,
        lambda uow, now: appointments.cancel(
            uow, now, actor=actor, meeting_id=meeting, cause=Cause.OWN_WORDS, words=text
        ),
        wide=True,
    )


@router.callback_query(rounds.Never.filter(~F.sure))
@everybody
async def ask_never(_: CallbackQuery, callback_data: rounds.Never, turn: Turn) -> None:
    """Really never?"""
    seen = await look(turn, MeetingId(callback_data.meeting))
    await turn.reply.show(screens.never(seen, turn.book))


@router.callback_query(rounds.Never.filter(F.sure))
@everybody
async def never(_: CallbackQuery, callback_data: rounds.Never, turn: Turn) -> None:
    """Keeps the other side of an offer away."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    seen = await turn.work.do(
        turn.instead(lambda uow, now: blocks.never(uow, now, actor=actor, meeting_id=meeting)),
        wide=True,
    )
    await turn.reply.show(screens.kept_away(seen.other.person, turn.book))


@router.callback_query(rounds.NeverMatch.filter(~F.sure))
@everybody
async def ask_never_match(_: CallbackQuery, callback_data: rounds.NeverMatch, turn: Turn) -> None:
    """Really never, of somebody who was proposed?"""
    actor, match = turn.actor, MatchId(callback_data.match)
    view = await turn.work.look(
        lambda uow, now: proposals.show(uow, now, actor=actor, match_id=match)
    )
    await turn.reply.show(screens.never_match(view, turn.book))


@router.callback_query(rounds.NeverMatch.filter(F.sure))
@everybody
async def never_match(_: CallbackQuery, callback_data: rounds.NeverMatch, turn: Turn) -> None:
    """Keeps somebody who was proposed away."""
    actor, match = turn.actor, MatchId(callback_data.match)
    view = await turn.work.do(
        turn.instead(lambda uow, now: blocks.never_match(uow, now, actor=actor, match_id=match)),
        wide=True,
    )
    await turn.reply.show(screens.kept_away(view.other.person, turn.book))


@router.callback_query(cb.Go.filter(F.to == cb.To.AWAY))
@everybody
async def away(_: CallbackQuery, turn: Turn) -> None:
    """Whom whoever asks keeps away."""
    actor = turn.actor
    people = await turn.work.look(lambda uow, now: blocks.kept_away(uow, now, actor=actor))
    await turn.reply.show(screens.away(people, turn.book))


@router.callback_query(rounds.LetBack.filter())
@everybody
async def let_back(_: CallbackQuery, callback_data: rounds.LetBack, turn: Turn) -> None:
    """Takes it back."""
    actor, person = turn.actor, PersonId(callback_data.person)
    people = await turn.work.do(
        lambda uow, now: blocks.let_back(uow, now, actor=actor, blocked=person)
    )
    await turn.reply.show(screens.away(people, turn.book), toast=turn.book.plain("away.done"))
