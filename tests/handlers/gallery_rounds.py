"""The screens of other times, moves, reasons and never again, for `tests.handlers.gallery`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.screens import meetings, notices, rounds
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.events import Event, Mode
from matchmaking.intents import Language
from matchmaking.matching import Match, MatchId, NewMatch
from matchmaking.meetings import CANCELLING, Cause, MeetingView, State
from matchmaking.notices import NoticeKind
from matchmaking.people import Attendee
from matchmaking.usecases.proposals import MatchView
from matchmaking.usecases.rounds import Times
from tests.handlers.people import HARD, REASONS, SLOTS, START, delivery, others, seen

Named = tuple[str, Screen]

PAGE = tuple(START + timedelta(minutes=20 * n) for n in range(6))


def talks(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    """Every such screen as `me` sees it."""
    table = 7 if on.plan.mode is Mode.IN_PERSON else None
    for other in others(Language(book.language)):
        offer = seen(me, other, State.OFFERED, mine=False)
        yield "not_now", rounds.not_now(offer, book)
        yield "never", rounds.never(offer, book)
        yield "never.done", rounds.kept_away(other.person, book)
        yield from _countered(me, other, on, book)
        booked = seen(me, other, State.ACCEPTED, mine=True)
        booked = replace(booked, meeting=replace(booked.meeting, table=table))
        yield from _moving(booked, on, book)
        yield from _times(offer, booked, on, book)
        yield from _called_off(me, booked, on, book)
        yield "rescue", _rescue(me, other, on, book)
        yield "never.match", rounds.never_match(_match(me, other, on), book)
    people = tuple(other.person for other in others(Language(book.language)))
    yield "away", rounds.away(people, book)
    yield "away.nobody", rounds.away((), book)


def _countered(me: Attendee, other: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    for mine in (True, False):
        view = seen(me, other, State.OFFERED, mine=mine)
        view = replace(view, meeting=replace(view.meeting, round=1))
        yield f"countered.{mine}", meetings.meeting(view, on, book)


def _moving(booked: MeetingView, on: Event, book: Phrasebook) -> Iterator[Named]:
    for mover in (booked.viewer.id, booked.other.id):
        mine = mover == booked.viewer.id
        it = replace(booked.meeting, mover=mover, slots=SLOTS, round=1)
        view = replace(booked, meeting=it, open_slots=() if mine else SLOTS)
        yield f"moving.{mine}", meetings.meeting(view, on, book)
    yield "moving.gone", meetings.meeting(replace(view, open_slots=()), on, book)
    yield "moving.slot_gone", meetings.gone(view, on, book)
    moved = replace(booked, meeting=replace(booked.meeting, sequence=1))
    yield "moved", meetings.done(moved, on, book)
    for about in ("booked", "countered", "move_asked", "moved", "kept", "place"):
        yield f"nudge.{about}", rounds.nudge(about, booked, on, book)


def _times(offer: MeetingView, booked: MeetingView, on: Event, book: Phrasebook) -> Iterator[Named]:
    for view, moving in ((offer, False), (booked, True)):
        for chosen in ((), PAGE[:1], PAGE[1:4]):
            page = Times(
                seen=view,
                event=on,
                moving=moving,
                slots=PAGE,
                chosen=chosen,
                earlier=START if moving else None,
                later=PAGE[-1],
            )
            yield f"times.{moving}.{len(chosen)}", rounds.times(page, book)


def _called_off(me: Attendee, booked: MeetingView, on: Event, book: Phrasebook) -> Iterator[Named]:
    yield "own_words", rounds.own_words(booked, book)
    for cause in (*CANCELLING, Cause.OWN_WORDS):
        it = replace(
            booked.meeting,
            state=State.CANCELLED,
            ended_by=booked.other.id,
            cause=cause,
            words=HARD if cause is Cause.OWN_WORDS else "",
        )
        view = replace(booked, meeting=it)
        yield f"cancelled.{cause}", meetings.ended(view, book)
        told = delivery(NoticeKind.CANCELLED, me, on, about=view)
        yield f"notice.cancelled.{cause}", notices.notice_screen(told)


def _match(me: Attendee, other: Attendee, on: Event) -> MatchView:
    new = NewMatch(
        event_id=on.id, viewer=me.id, other=other.id, score=0.5, reasons=tuple(REASONS[:2])
    )
    return MatchView(
        match=Match(id=MatchId(3), what=new),
        viewer=me,
        other=other,
        event=on,
        meeting=None,
        position=1,
        total=1,
    )


def _rescue(me: Attendee, other: Attendee, on: Event, book: Phrasebook) -> Screen:
    told = delivery(NoticeKind.RESCUE, me, on)
    what = replace(told.notice.what, data={"match": 3, "start": START.isoformat()})
    told = replace(told, notice=replace(told.notice, what=what), match=_match(me, other, on))
    return notices.notice_screen(told)
