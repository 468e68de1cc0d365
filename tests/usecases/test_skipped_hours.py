"""An hour that the clocks leave out puts two meetings into one: the one whose hour is gone gives
way, and nobody is in two places."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matchmaking.meetings import Meeting, MeetingId, State
from matchmaking.notices import NoticeKind
from matchmaking.usecases import arrivals, proposals, rounds, timekeeping
from storage.store import Store
from tests.matchmaking.builders import event, window
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

NIGHT = datetime(2027, 3, 27, 22, 0, tzinfo=UTC)
"""Midnight in Beirut, from which its clocks go to one o'clock; as foreseen, an ordinary hour."""

BEFORE = "Etc/GMT-2"
"""The zone as it was before the country took to summer time: two hours ahead all year."""


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Stage]:
    """An event through that night."""
    clock = [NIGHT - timedelta(days=1)]
    on = event(window(1, NIGHT, 180))
    plan = replace(on.plan, zone=BEFORE)
    store = Store.open(f"sqlite:///{tmp_path / 'multaqa.sqlite3'}", clock=lambda: clock[0])
    store.migrate()
    store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    yield Stage(store, clock)
    store.close_sync()


def stored(stage: Stage, number: MeetingId) -> Meeting:
    found = stage.do(lambda uow, now: uow.meetings.get(number))
    assert found is not None
    return found


def keep(stage: Stage) -> timekeeping.Kept:
    stage.due()
    on, zone = stage.event(), "Asia/Beirut"
    return stage.do(lambda uow, now: timekeeping.keep_hours_of(uow, now, event=on, zone=zone))


def test_of_two_at_once_the_one_whose_hour_is_gone_is_off_and_both_are_told(night: Stage) -> None:
    seeker, maker, other = (
        night.attendee(1, SEEKS_OIL), night.attendee(2, OFFERS_OIL), night.attendee(3, OFFERS_OIL)
    )  # fmt: skip
    first = night.offer(seeker, maker, NIGHT).meeting.id
    night.accept(maker, first, NIGHT)
    second = night.offer(seeker, other, NIGHT + timedelta(hours=1)).meeting.id
    night.accept(other, second, NIGHT + timedelta(hours=1))
    assert keep(night) == timekeeping.Kept(moved=1, lost=1)
    gone, kept = stored(night, first), stored(night, second)
    # One o'clock is what midnight would have become; whoever had one o'clock keeps it.
    assert (kept.state, kept.starts_at) == (State.ACCEPTED, NIGHT)
    assert gone.state is State.CANCELLED
    told = [one for one in night.due() if one[1] is NoticeKind.CANCELLED]
    assert sorted(told) == sorted([(seeker, NoticeKind.CANCELLED), (maker, NoticeKind.CANCELLED)])
    # Nothing between the two keeps them from another time.
    views = night.do(lambda uow, now: proposals.matches(uow, now, actor=maker))
    assert seeker in {view.other.person.id for view in views}


def test_a_wish_to_move_is_shown_again_with_the_hours_it_has_now(night: Stage) -> None:
    seeker, maker = night.attendee(1, SEEKS_OIL), night.attendee(2, OFFERS_OIL)
    start, wished = NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=2)
    meeting = night.offer(seeker, maker, start).meeting.id
    night.accept(maker, meeting, start)
    night.do(
        lambda uow, now: rounds.propose(
            uow, now, actor=seeker, meeting_id=meeting, slots=(wished,), moving=True
        )
    )
    assert keep(night) == timekeeping.Kept(moved=1, lost=0)
    now = stored(night, meeting)
    assert now.mover is not None
    assert (now.starts_at, now.slots) == (NIGHT, (start,))
    told = night.due(silent=True)
    # The question, and whatever else shows the meeting, is edited.
    assert told.count((maker, NoticeKind.STANDS)) == 1
    view = night.accept(maker, meeting, start)
    assert view.meeting.starts_at == start
