"""Whatever changes a meeting reaches every message that shows it: one case for each step of the
table, so that a new step has none until somebody has thought of it."""

import ast
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from matchmaking.faces import Face, How
from matchmaking.meetings import TABLE, MeetingId, State, Step
from matchmaking.notices import NoticeKind
from matchmaking.organisers import OrganiserRole
from matchmaking.people import AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, asking, feedback, rounds
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

LATER = MORNING + timedelta(minutes=20)
NOON = MORNING + timedelta(hours=6)
USECASES = Path(appointments.__file__).parent

Deed = Callable[[UnitOfWork, datetime], object]


class Pair:
    """Two people, and what they say of their one meeting."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.one, self.other = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
        self.meeting: MeetingId = stage.offer(self.one, self.other, MORNING, LATER).meeting.id

    def act(self, deed: Callable[..., object], actor: PersonId, **more: object) -> None:
        self.stage.do(lambda uow, now: deed(uow, now, actor=actor, meeting_id=self.meeting, **more))

    def clock(self, deed: Deed, at: datetime) -> None:
        self.stage.move_to(at)
        self.stage.do(deed)

    def accept(self) -> None:
        self.act(appointments.accept, self.other, slot=MORNING)

    def ask(self) -> None:
        self.act(rounds.propose, self.one, slots=(NOON,), moving=True)

    def start(self) -> None:
        self.clock(lambda uow, now: appointments.start_meetings(uow, now), MORNING)

    def begun(self) -> None:
        self.accept()
        self.start()
        self.end()

    def unconfirmed(self) -> None:
        self.begun()
        self.close()

    def end(self) -> None:
        self.stage.move_to(MORNING + timedelta(minutes=30))

    def close(self) -> None:
        self.clock(lambda uow, now: asking.close(uow, now), MORNING + timedelta(days=3))

    def rule(self, held: bool) -> None:
        event_id = self.stage.event().id
        team = self.stage.newcomer(9)
        self.stage.do(
            lambda uow, now: uow.organisers.add(team, event_id, now, role=OrganiserRole.OWNER)
        )
        self.act(feedback.rule, team, held=held)


BEFORE: dict[State, Callable[[Pair], None]] = {
    State.OFFERED: lambda pair: None,
    State.ACCEPTED: Pair.accept,
    State.STARTED: Pair.begun,
    State.UNCONFIRMED: Pair.unconfirmed,
}


def _say(held: bool) -> Callable[[Pair], None]:
    def say(pair: Pair) -> None:
        if pair.stage.now < MORNING + timedelta(minutes=20):
            pair.end()
        for side in (pair.one, pair.other):
            pair.act(feedback.say, side, held=held)

    return say


STEPS: dict[Step, Callable[[Pair], None]] = {
    Step.COUNTER: lambda pair: pair.act(rounds.propose, pair.other, slots=(NOON,), moving=False),
    Step.ACCEPT: Pair.accept,
    Step.DECLINE: lambda pair: pair.act(appointments.decline, pair.other),
    Step.WITHDRAW: lambda pair: pair.act(appointments.withdraw, pair.one),
    Step.EXPIRE: lambda pair: pair.clock(
        lambda uow, now: appointments.expire_offers(uow, now), MORNING
    ),
    Step.ASK: Pair.ask,
    Step.KEEP: lambda pair: pair.act(rounds.keep, pair.other),
    Step.RESCHEDULE: lambda pair: pair.act(appointments.accept, pair.other, slot=NOON),
    Step.CANCEL: lambda pair: pair.act(appointments.cancel, pair.one),
    Step.START: Pair.start,
    Step.HOLD: _say(held=True),
    Step.MISS: _say(held=False),
    Step.CLOSE: Pair.close,
}
"""One way to take each step; a step without one fails the test of the table."""

ASKED_FIRST = {Step.KEEP, Step.RESCHEDULE}
SAME = {Step.START}
"""Steps after which what the messages say goes on being so; the list alone changes."""


@pytest.mark.parametrize(("state", "step"), sorted(TABLE), ids=lambda one: str(one))
def test_every_step_of_the_table_reaches_all_that_shows_the_meeting(
    stage: Stage, state: State, step: Step
) -> None:
    pair = Pair(stage)
    BEFORE[state](pair)
    if step in ASKED_FIRST:
        pair.ask()
    if step is Step.CANCEL and state is State.STARTED:
        stage.move_to(MORNING + timedelta(minutes=5))
    stage.due()
    _open_messages(pair)
    STEPS[step](pair)
    after = stage.do(lambda uow, now: uow.meetings.get(pair.meeting))
    assert after is not None
    assert after.state is TABLE[state, step]
    told = stage.due(silent=True)
    for side, number in ((pair.one, 1), (pair.other, 2)):
        assert told.count((side, NoticeKind.LIST)) == 1
        attendee = stage.as_attendee(side).id
        for message in (800 + number, 850 + number):
            face = stage.do(partial(_face, attendee=attendee, message=message))
            assert face is not None
            assert not face.behind
        edits = told.count((side, NoticeKind.STANDS))
        assert (edits == 0) is (step in SAME)


def _face(uow: UnitOfWork, now: datetime, *, attendee: AttendeeId, message: int) -> Face | None:
    return uow.faces.of(attendee, message)


def _open_messages(pair: Pair) -> None:
    """Both see the list, the meeting whole, and the other's card."""

    event_id = pair.stage.event().id

    def show(uow: UnitOfWork, now: datetime) -> None:
        for side, number in ((pair.one, 1), (pair.other, 2)):
            uow.agendas.show(side, 900 + number)
            attendee = uow.attendees.of_person(side, event_id)
            assert attendee is not None
            uow.faces.put(pair.meeting, attendee.id, 800 + number, how=How.CARD)
            uow.faces.put(pair.meeting, attendee.id, 850 + number)

    pair.stage.do(show)


FOLLOW = {"refresh", "refresh_both", "tell", "_tell_kept", "_follow", "_end", "_place"}
"""Functions that see to the messages, or stand in a function that does."""


def test_nothing_saves_a_meeting_and_forgets_its_messages() -> None:
    forgetful = {
        f"{path.stem}.{function.name}"
        for path in sorted(USECASES.glob("*.py"))
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        if _saves(function) and not _calls(function) & FOLLOW
    }
    # The two that part people follow once all is told; see their callers.
    assert forgetful == {"partings._end"}


def _saves(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("save", "add")
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "meetings"
        for node in ast.walk(function)
    )


def _calls(function: ast.FunctionDef) -> set[str]:
    names = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {
        name.attr if isinstance(name, ast.Attribute) else name.id
        for name in names
        if isinstance(name, ast.Attribute | ast.Name)
    }
