"""Which reminders come: as the event, the person and their quiet hours will have it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matchmaking.intents import CountryCode
from matchmaking.notices import Notice, NoticeKind, NoticeState
from matchmaking.people import Draft, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals, delivery, profiles, reminding
from matchmaking.usecases.delivery import Delivery, Stale
from matchmaking.wishes import Quiet, Reminder, Wishes
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

REMINDERS = (NoticeKind.AGENDA, NoticeKind.HOUR_BEFORE, NoticeKind.SOON, NoticeKind.START)


def book(stage: Stage, *starts: datetime) -> list[PersonId]:
    people = [stage.attendee(1, SEEKS_OIL)]
    for number, start in enumerate(starts, start=2):
        people.append(stage.attendee(number, OFFERS_OIL))
        offered = stage.offer(people[0], people[-1], start).meeting
        stage.accept(people[-1], offered.id, start)
    stage.due()
    return people


def reminded(stage: Stage, until: datetime) -> list[tuple[PersonId, NoticeKind, datetime]]:
    """The reminders of all people up to then, looked for each five minutes."""
    found: list[tuple[PersonId, NoticeKind, datetime]] = []
    while stage.now <= until:
        found += [(who, kind, stage.now) for who, kind in stage.due() if kind in REMINDERS]
        stage.advance(minutes=5)
    return found


def kinds(stage: Stage, person: PersonId, until: datetime) -> list[NoticeKind]:
    return [kind for who, kind, _ in reminded(stage, until) if who == person]


def hush(stage: Stage, person: PersonId, starts: int, ends: int) -> None:
    quiet = Quiet(starts=starts * 60, ends=ends * 60)
    stage.do(lambda uow, now: reminding.hush(uow, now, actor=person, quiet=quiet))


def claimed(stage: Stage) -> list[Notice]:
    return stage.do(
        lambda uow, now: uow.notices.claim(
            now, until=now + timedelta(minutes=1), limit=50, worker="test"
        )
    )


def delivered(stage: Stage, notice: Notice) -> Delivery | Stale:
    def use_case(uow: UnitOfWork, now: datetime) -> Delivery | Stale:
        uow.notices.settle(notice.id, NoticeState.SENT, now=now)
        ready = delivery.prepare(uow, now, notice=notice)
        assert not isinstance(ready, delivery.Held)
        return ready

    return stage.do(use_case)


def prepared(stage: Stage) -> dict[tuple[PersonId, NoticeKind], Delivery | Stale]:
    found: dict[tuple[PersonId, NoticeKind], Delivery | Stale] = {}
    while notices := claimed(stage):
        for notice in notices:
            found[notice.what.recipient, notice.what.kind] = delivered(stage, notice)
    return found


def test_all_four_come_at_their_hours(stage: Stage) -> None:
    seeker, _ = book(stage, MORNING)
    told = [
        (k, at) for who, k, at in reminded(stage, MORNING + timedelta(hours=1)) if who == seeker
    ]
    assert told == [
        (NoticeKind.AGENDA, datetime(2027, 4, 12, 17, 0, tzinfo=UTC)),
        (NoticeKind.HOUR_BEFORE, MORNING - timedelta(hours=1)),
        (NoticeKind.SOON, MORNING - timedelta(minutes=15)),
        (NoticeKind.START, MORNING),
    ]


def test_the_event_sends_what_its_organiser_says_and_at_once(stage: Stage) -> None:
    seeker, _ = book(stage, MORNING)
    plan = replace(stage.event().plan, reminders=(Reminder.QUARTER,))
    stage.do(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    assert stage.event().plan.reminders == (Reminder.QUARTER,)
    assert kinds(stage, seeker, MORNING) == [NoticeKind.SOON]


def test_what_somebody_turns_off_does_not_come_and_comes_again_when_turned_on(
    stage: Stage,
) -> None:
    seeker, maker = book(stage, MORNING)

    def turn(reminder: Reminder, on: bool) -> None:
        stage.do(lambda uow, now: reminding.turn(uow, now, actor=seeker, reminder=reminder, on=on))

    for reminder in Reminder:
        for _ in range(3):
            turn(reminder, False)
    turn(Reminder.START, True)
    stage.move_to(MORNING - timedelta(hours=15))
    told = [(who, kind) for who, kind, _ in reminded(stage, MORNING)]
    assert [kind for who, kind in told if who == seeker] == [NoticeKind.START]
    assert [kind for who, kind in told if who == maker] == list(REMINDERS)


def test_between_meetings_the_hour_is_left_out(stage: Stage) -> None:
    seeker, first, second = book(stage, MORNING, MORNING + timedelta(minutes=40))
    told = reminded(stage, MORNING + timedelta(hours=1))
    hours = [(who, at) for who, kind, at in told if kind is NoticeKind.HOUR_BEFORE]
    assert sorted(hours) == sorted(
        [
            (seeker, MORNING - timedelta(hours=1)),
            (first, MORNING - timedelta(hours=1)),
            (second, MORNING - timedelta(minutes=20)),
        ]
    )


def test_in_quiet_hours_the_meeting_is_reminded_of_without_a_sound(stage: Stage) -> None:
    """Nine in Tunis is in the night of somebody who is quiet from 20:00 to 10:00."""
    seeker, maker = book(stage, MORNING)
    hush(stage, seeker, 20, 10)
    stage.move_to(MORNING - timedelta(hours=1))
    assert prepared(stage)[seeker, NoticeKind.HOUR_BEFORE] == Stale(reason="quiet_hours")
    stage.move_to(MORNING - timedelta(minutes=15))
    soon = prepared(stage)
    mine, theirs = soon[seeker, NoticeKind.SOON], soon[maker, NoticeKind.SOON]
    assert isinstance(mine, Delivery)
    assert isinstance(theirs, Delivery)
    assert (mine.silent, theirs.silent) == (True, False)


def test_the_agenda_comes_before_quiet_hours_also_when_they_are_set_later(stage: Stage) -> None:
    seeker, maker = book(stage, MORNING)
    hush(stage, seeker, 17, 8)
    stage.move_to(datetime(2027, 4, 12, 15, 40, tzinfo=UTC))
    assert stage.due() == []
    stage.move_to(datetime(2027, 4, 12, 15, 45, tzinfo=UTC))  # 16:45 in Tunis
    assert stage.due() == [(seeker, NoticeKind.AGENDA)]
    stage.move_to(datetime(2027, 4, 12, 17, 0, tzinfo=UTC))
    assert stage.due() == [(maker, NoticeKind.AGENDA)]


def test_quiet_hours_set_before_the_meeting_is_agreed_count_too(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    hush(stage, seeker, 17, 8)
    offered = stage.offer(seeker, maker, MORNING).meeting
    stage.accept(maker, offered.id, MORNING)
    stage.due()
    stage.move_to(datetime(2027, 4, 12, 15, 45, tzinfo=UTC))
    assert stage.due() == [(seeker, NoticeKind.AGENDA)]


def test_quiet_hours_and_agenda_go_along_into_a_zone_of_half_hours(stage: Stage) -> None:
    seeker, _ = book(stage, MORNING)
    hush(stage, seeker, 17, 8)
    draft = Draft(country=CountryCode("IN"), zone="Asia/Kolkata")
    stage.do(lambda uow, now: profiles.answer(uow, now, actor=seeker, draft=draft))
    stage.move_to(datetime(2027, 4, 12, 11, 15, tzinfo=UTC) - timedelta(seconds=1))
    assert stage.due() == []
    stage.advance(seconds=1)  # 16:45 in Kolkata
    assert stage.due() == [(seeker, NoticeKind.AGENDA)]
    stage.move_to(MORNING - timedelta(hours=1))  # 12:30 there: not quiet
    assert (seeker, NoticeKind.HOUR_BEFORE) in stage.due()


def test_late_reminders_say_how_long_is_left_and_those_of_no_use_are_dropped(
    stage: Stage,
) -> None:
    """The machine was down until four minutes before the start."""
    seeker, _ = book(stage, MORNING)
    stage.move_to(MORNING - timedelta(minutes=4))
    ready = prepared(stage)
    assert ready[seeker, NoticeKind.AGENDA] == Stale(reason="too_late")
    assert ready[seeker, NoticeKind.HOUR_BEFORE] == Stale(reason="too_late")
    soon = ready[seeker, NoticeKind.SOON]
    assert isinstance(soon, Delivery)
    assert (soon.left, soon.late) == (timedelta(minutes=4), timedelta(minutes=11))


def test_nobody_has_wishes_who_said_nothing_and_the_last_word_counts(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_OIL)

    def wishes() -> Wishes:
        return stage.do(lambda uow, now: reminding.settings(uow, now, actor=seeker)).wishes

    assert wishes() == Wishes()
    hush(stage, seeker, 22, 7)
    hush(stage, seeker, 23, 6)
    assert wishes().quiet == Quiet(starts=23 * 60, ends=6 * 60)
    stage.do(lambda uow, now: reminding.hush(uow, now, actor=seeker, quiet=None))
    assert wishes() == Wishes()
