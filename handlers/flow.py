"""What comes after an answer: the next question, the first match, or the profile.

Owns the way through the onboarding for whoever answers, by tap or by typing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import states
from handlers.screens import matches as match_screens
from handlers.screens.profile import profile
from handlers.screens.questions import question_screen
from handlers.screens.screen import Screen
from handlers.turn import Turn
from matchmaking.people import Attendee, Draft, Question, next_question
from matchmaking.ports import Conversation, UnitOfWork
from matchmaking.usecases import profiles, proposals
from matchmaking.usecases.proposals import MatchView

Change = Callable[[UnitOfWork, datetime], Attendee]
"""A use case of `matchmaking.usecases.profiles`, its arguments filled in."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An attendee after a change, and the matches if they were asked for with it."""

    attendee: Attendee
    views: tuple[MatchView, ...] | None = None


async def answer(turn: Turn, draft: Draft) -> None:
    """Takes an answer, and shows what comes after it."""
    actor, of = turn.actor, turn.event.id
    if turn.person.consented_at is None and not draft.consented and draft.language is None:
        await ask(turn, Question.CONSENT)
        return
    await change(turn, lambda uow, now: profiles.answer(uow, now, actor=actor, draft=draft, of=of))


async def change(turn: Turn, use_case: Change, *, to_matches: bool = False) -> None:
    """Makes a change, and shows what comes after it. Somebody whose profile was complete sees
    the profile again, or the matches with `to_matches`."""
    was_ready = turn.ready
    actor, of = turn.actor, turn.event.id

    def run(uow: UnitOfWork, now: datetime) -> Outcome:
        attendee = use_case(uow, now)
        through = attendee.ready_at is not None and next_question(attendee) is None
        if through and (to_matches or not was_ready):
            return Outcome(attendee=attendee, views=proposals.matches(uow, now, actor=actor, of=of))
        return Outcome(attendee=attendee)

    outcome = await turn.work.do(run, then=_afterwards, wide=to_matches or not was_ready)
    turn.changed(outcome.attendee)
    question = next_question(outcome.attendee)
    key = "" if question else "profile.saved" if was_ready else "onboarding.done"
    await turn.reply.show(
        _next_screen(turn, outcome, question),
        # Nobody is promised whom nobody suits yet.
        toast=turn.book.plain(key) if key and (was_ready or outcome.views) else "",
    )


def _afterwards(outcome: Outcome) -> Conversation:
    if outcome.views is not None:
        return states.listing(view.match.id for view in outcome.views)
    question = next_question(outcome.attendee)
    return states.asking(question) if question else states.REST


def _next_screen(turn: Turn, outcome: Outcome, question: Question | None) -> Screen:
    if question is not None:
        return screen_of(turn, question)
    if outcome.views is not None:
        return first_card(turn, outcome.views)
    return profile(outcome.attendee, turn.event, turn.book)


def first_card(
    turn: Turn,
    views: Sequence[MatchView],
    at: int = 0,
    *,
    undo: MatchView | None = None,
    aside: bool = False,
) -> Screen:
    """The card at a place of the list, or that there is nobody. `undo` is what was put aside just
    now; `aside`: whether anything is."""
    if not views:
        return match_screens.nobody(turn.attendee, turn.book, undo=undo, aside=aside)
    ids = [one.match.id for one in views]
    return match_screens.card(views[within(at, views)], turn.book, ids=ids, undo=undo)


def within(at: int, views: Sequence[MatchView]) -> int:
    """The place in a list that has become shorter."""
    return max(0, min(at, len(views) - 1))


def screen_of(turn: Turn, question: Question) -> Screen:
    """A question as whoever writes reads it."""
    code = turn.account.language_code
    return question_screen(question, turn.arrival, turn.book, language_code=code)


async def ask(turn: Turn, question: Question, *, toast: str = "") -> None:
    """Asks a question, in place of the tapped message."""
    await turn.work.turn(states.asking(question))
    await turn.reply.show(screen_of(turn, question), toast=toast)


async def go_on(turn: Turn) -> None:
    """The question that is open, or the home of somebody who answered them all."""
    question = next_question(turn.attendee)
    if question is not None:
        await ask(turn, question)
        return
    await turn.rest()
    await turn.reply.show(profile(turn.attendee, turn.event, turn.book))
