"""What was agreed follows the event and how people take part: tables, rooms, and reminders."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from matchmaking.events import Mode
from matchmaking.meetings import Meeting, MeetingId
from matchmaking.notices import NoticeKind
from matchmaking.people import Draft, PersonId, Presence
from matchmaking.usecases import arrivals, profiles
from matchmaking.wishes import Reminder
from storage.store import Store
from tests.matchmaking.builders import MORNING, event
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

PLAN = event(mode=Mode.HYBRID, tables=1).plan


@pytest.fixture
def hybrid(tmp_path: Path, clock: list[datetime]) -> Iterator[Stage]:
    """A hybrid event with one table."""
    store = Store.open(f"sqlite:///{tmp_path / 'multaqa.sqlite3'}", clock=lambda: clock[0])
    store.migrate()
    store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=PLAN))
    yield Stage(store, clock)
    store.close_sync()


def take_part(stage: Stage, person: PersonId, how: Presence) -> None:
    draft = Draft(presence=how)
    stage.do(lambda uow, now: profiles.answer(uow, now, actor=person, draft=draft))


def met(stage: Stage, first: int, how: Presence) -> tuple[PersonId, PersonId, MeetingId]:
    """Two who take part so, and meet in the morning."""
    seeker, maker = stage.attendee(first, SEEKS_OIL), stage.attendee(first + 1, OFFERS_OIL)
    for one in (seeker, maker):
        take_part(stage, one, how)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    stage.accept(maker, meeting, MORNING)
    stage.due()
    return seeker, maker, meeting


def stored(stage: Stage, meeting: MeetingId) -> Meeting:
    found = stage.do(lambda uow, now: uow.meetings.get(meeting))
    assert found is not None
    return found


def tables(stage: Stage) -> set[int]:
    event_id = stage.event().id
    return stage.do(lambda uow, now: uow.meetings.tables_taken(event_id, MORNING))


def set_up(stage: Stage, **changes: object) -> None:
    plan = replace(stage.event().plan, **changes)  # type: ignore[arg-type]  # any field of a plan
    stage.do(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))


def test_whoever_goes_on_line_leaves_the_table_and_both_are_told(hybrid: Stage) -> None:
    seeker, maker, meeting = met(hybrid, 1, Presence.ON_SITE)
    assert (stored(hybrid, meeting).table, tables(hybrid)) == (1, {1})
    take_part(hybrid, seeker, Presence.ONLINE)
    after = stored(hybrid, meeting)
    assert (after.table, after.sequence, after.starts_at) == (None, 1, MORNING)
    assert tables(hybrid) == set()
    places = [who for who, kind in hybrid.due() if kind is NoticeKind.PLACE]
    assert sorted(places) == sorted([seeker, maker])
    hybrid.move_to(MORNING - timedelta(minutes=10))
    rooms = [who for who, kind in hybrid.due() if kind is NoticeKind.ROOM]
    assert sorted(rooms) == sorted([seeker, maker])


def test_whoever_comes_after_all_gets_a_table_and_no_room(hybrid: Stage) -> None:
    seeker, _, meeting = met(hybrid, 1, Presence.EITHER)
    take_part(hybrid, seeker, Presence.ONLINE)
    take_part(hybrid, seeker, Presence.ON_SITE)
    after = stored(hybrid, meeting)
    assert (after.table, after.sequence) == (1, 2)
    hybrid.due()
    hybrid.move_to(MORNING - timedelta(minutes=10))
    assert NoticeKind.ROOM not in {kind for _, kind in hybrid.due()}


def test_a_meeting_stays_on_line_where_no_table_is_left(hybrid: Stage) -> None:
    met(hybrid, 1, Presence.ON_SITE)
    seeker, maker, meeting = met(hybrid, 3, Presence.ONLINE)
    for one in (seeker, maker):
        take_part(hybrid, one, Presence.ON_SITE)
    assert (stored(hybrid, meeting).table, stored(hybrid, meeting).sequence) == (None, 0)
    assert NoticeKind.PLACE not in {kind for _, kind in hybrid.due()}


def test_saying_the_same_again_moves_nobody(hybrid: Stage) -> None:
    seeker, _, meeting = met(hybrid, 1, Presence.ON_SITE)
    take_part(hybrid, seeker, Presence.ON_SITE)
    take_part(hybrid, seeker, Presence.EITHER)
    assert (stored(hybrid, meeting).table, stored(hybrid, meeting).sequence) == (1, 0)


def test_an_event_that_goes_on_line_takes_its_meetings_along(hybrid: Stage) -> None:
    seeker, maker, meeting = met(hybrid, 1, Presence.ON_SITE)
    set_up(hybrid, mode=Mode.VIRTUAL)
    assert (stored(hybrid, meeting).table, stored(hybrid, meeting).sequence) == (None, 1)
    places = [who for who, kind in hybrid.due() if kind is NoticeKind.PLACE]
    assert sorted(places) == sorted([seeker, maker])


def test_a_reminder_switched_on_later_is_owed_by_what_is_agreed(hybrid: Stage) -> None:
    set_up(hybrid, reminders=frozenset())
    seeker, maker, _ = met(hybrid, 1, Presence.ON_SITE)
    set_up(hybrid, reminders=frozenset({Reminder.QUARTER}))
    hybrid.move_to(MORNING - timedelta(minutes=15))
    assert sorted(hybrid.due()) == sorted([(one, NoticeKind.SOON) for one in (seeker, maker)])


def test_a_reminder_switched_off_is_dropped_and_one_switched_on_again_comes(
    hybrid: Stage,
) -> None:
    seeker, maker, _ = met(hybrid, 1, Presence.ON_SITE)
    set_up(hybrid, reminders=frozenset({Reminder.START}))
    hybrid.move_to(MORNING - timedelta(minutes=15))
    assert hybrid.due() == []
    set_up(hybrid, reminders=frozenset(Reminder))
    hybrid.move_to(MORNING)
    assert sorted(hybrid.due()) == sorted([(one, NoticeKind.START) for one in (seeker, maker)])
