"""Two editions of a series: the same people in both, each with its own zone and organisers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from matchmaking.editions import Time
from matchmaking.errors import Refusal, Refused
from matchmaking.event_table import table_of
from matchmaking.events import Day, Event
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.meetings import State
from matchmaking.moderation import Reason
from matchmaking.notices import AnnouncementId, NoticeKind
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Account, Attendee, Draft, EventId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import (
    agendas,
    announcing,
    appointments,
    arrivals,
    asking,
    blocks,
    delivery,
    moderation,
    profiles,
    programme,
    proposals,
    series,
    setting_up,
    steering,
    team,
    timekeeping,
)
from matchmaking.usecases.delivery import Delivery
from tests.matchmaking.builders import MORNING, TITLES, event, window
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

LATER = timedelta(days=42)
"""From the first edition to the second."""


@pytest.fixture
def first(stage: Stage) -> Event:
    return stage.event()


@pytest.fixture
def second(stage: Stage, first: Event) -> Event:
    """Another edition, six weeks later and in Beirut."""
    plan = event(window(1, MORNING + LATER, 60), window(2, MORNING + LATER * 1.02, 60)).plan
    day = Day(date=date(2027, 5, 25), audience=(), titles=TITLES)
    plan = replace(plan, code="f", short_name="F", zone="Asia/Beirut", days=(day,))
    return stage.do(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))


def account(number: int) -> Account:
    return Account(telegram_id=5000 + number, name=f"Person {number}", language_code="en")


def join(stage: Stage, number: int, at: Event, words: str = OFFERS_OIL) -> PersonId:
    """Somebody whose profile is complete at that edition, in which they are then."""
    person = enter(stage, number, at)
    draft = Draft(
        consented=True,
        country=CountryCode("TN"),
        zone="Africa/Tunis",
        role=Role.SME,
        organisation=f"House {number}",
        speaks=("en",),
        windows=frozenset(one.id for one in at.plan.windows),
    )
    stage.do(lambda uow, now: profiles.answer(uow, now, actor=person, draft=draft))
    stage.do(lambda uow, now: profiles.tell(uow, now, actor=person, text=words))
    stage.do(lambda uow, now: profiles.confirm(uow, now, actor=person))
    return person


def enter(stage: Stage, number: int, at: Event) -> PersonId:
    who = account(number)
    return stage.do(lambda uow, now: arrivals.arrive(uow, now, account=who, event=at)).person.id


def own(stage: Stage, person: PersonId, at: Event) -> None:
    role = OrganiserRole.OWNER
    stage.do(lambda uow, now: uow.organisers.add(person, at.id, now, role=role))


def is_in(stage: Stage, person: PersonId) -> str:
    found = stage.do(lambda uow, now: uow.events.of_person(person))
    return found.plan.code if found else ""


def refused(stage: Stage, use_case: Callable[[UnitOfWork, datetime], object]) -> Refusal:
    with pytest.raises(Refused) as caught:
        stage.do(use_case)
    return caught.value.refusal


def test_somebody_new_comes_to_the_edition_that_is_on_or_next(
    stage: Stage, first: Event, second: Event
) -> None:
    assert is_in(stage, stage.newcomer(1)) == "e"
    stage.move_to(MORNING + timedelta(days=1))
    assert is_in(stage, stage.newcomer(2)) == "f"
    stage.move_to(MORNING + LATER * 2)
    assert is_in(stage, stage.newcomer(3)) == "f"


def test_somebody_is_where_they_registered_last_until_they_choose(
    stage: Stage, first: Event, second: Event
) -> None:
    person = enter(stage, 1, first)
    assert is_in(stage, person) == "e"
    enter(stage, 1, second)
    assert is_in(stage, person) == "f"
    enter(stage, 1, first)
    assert is_in(stage, person) == "e"
    # Whoever writes without saying which stays where they are.
    assert stage.do(lambda uow, now: arrivals.arrive(uow, now, account=account(1))).event == first


def test_a_list_is_of_one_edition_only(stage: Stage, first: Event, second: Event) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    offered = stage.offer(seeker, supplier)
    for number, words in ((1, SEEKS_OIL), (3, OFFERS_OIL)):
        join(stage, number, second, words)
    agenda = stage.do(lambda uow, now: agendas.agenda(uow, now, actor=seeker))
    assert (agenda.event.id, agenda.sent) == (second.id, ())
    listed = stage.do(lambda uow, now: proposals.matches(uow, now, actor=seeker))
    assert [one.other.person.name for one in listed] == ["Person 3"]
    enter(stage, 1, first)
    agenda = stage.do(lambda uow, now: agendas.agenda(uow, now, actor=seeker))
    assert [one.meeting.id for one in agenda.sent] == [offered.meeting.id]


def test_an_old_button_acts_in_its_own_edition(stage: Stage, first: Event, second: Event) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    meeting = stage.offer(seeker, supplier).meeting
    match = stage.match(supplier, seeker)
    join(stage, 2, second)
    slot = meeting.slots[0]
    booked = stage.accept(supplier, meeting.id, slot)
    assert (booked.meeting.state, booked.meeting.event_id) == (State.ACCEPTED, first.id)
    assert is_in(stage, supplier) == "f"
    shown = stage.do(lambda uow, now: proposals.show(uow, now, actor=supplier, match_id=match))
    assert (shown.event, shown.meeting and shown.meeting.id) == (first, meeting.id)


def test_news_of_an_edition_is_told_by_its_own_clock(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    meeting = stage.offer(seeker, supplier).meeting
    stage.accept(supplier, meeting.id, meeting.slots[0])
    join(stage, 1, second, SEEKS_OIL)
    stage.move_to(meeting.slots[0] - timedelta(minutes=16))
    stage.due()
    stage.advance(minutes=1)

    def told(uow: UnitOfWork, _now: datetime) -> list[tuple[NoticeKind, str]]:
        due = uow.notices.claim(
            stage.now, until=stage.now + timedelta(minutes=1), limit=50, worker="test"
        )
        ready = [delivery.prepare(uow, stage.now, notice=one) for one in due]
        return [
            (one.notice.what.kind, one.event.plan.code)
            for one in ready
            if isinstance(one, Delivery) and one.recipient.id == seeker
        ]

    assert stage.do(told) == [(NoticeKind.SOON, "e")]


def test_a_meeting_of_another_is_refused_as_one_that_never_was(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    meeting = stage.offer(seeker, supplier).meeting
    stranger = join(stage, 3, second)
    both = join(stage, 4, first)
    join(stage, 4, second)
    for person in (stranger, both):
        for number in (meeting.id, type(meeting.id)(999)):
            assert (
                refused(stage, partial(appointments.view, actor=person, meeting_id=number))
                is Refusal.NOT_YOURS
            )


def test_organisers_of_one_edition_are_strangers_to_the_other(
    stage: Stage, first: Event, second: Event
) -> None:
    here, there = enter(stage, 1, first), enter(stage, 2, second)
    own(stage, here, first)
    own(stage, there, second)
    texts = {Language.EN: "Welcome"}
    written = stage.do(lambda uow, now: announcing.draft(uow, now, actor=there, texts=texts))
    for number in (written.announcement.id, AnnouncementId(999)):
        why = refused(
            stage,
            partial(steering.copy, actor=here, announcement_id=number),
        )
        assert why is Refusal.NOT_YOURS
    # In the other edition they are whoever takes part.
    enter(stage, 1, second)
    why = refused(stage, lambda uow, now: team.team(uow, now, actor=here))
    assert why is Refusal.NOT_ORGANISER
    why = refused(stage, lambda uow, now: team.team(uow, now, actor=there, of=first.id))
    assert why is Refusal.NOT_ORGANISER
    # Their own they steer still, by naming it.
    assert stage.do(lambda uow, now: team.team(uow, now, actor=here, of=first.id)).event == first


def test_an_announcement_is_steered_where_it_belongs(
    stage: Stage, first: Event, second: Event
) -> None:
    owner = enter(stage, 1, first)
    enter(stage, 1, second)
    for one in (first, second):
        own(stage, owner, one)
    join(stage, 2, second)
    texts = {Language.EN: "Welcome"}
    written = stage.do(lambda uow, now: announcing.draft(uow, now, actor=owner, texts=texts))
    enter(stage, 1, first)
    number = written.announcement.id
    view = stage.do(
        lambda uow, now: announcing.confirm(
            uow, now, actor=owner, announcement_id=number, progress_message=None
        )
    )
    assert (view.event.id, view.progress.total) == (second.id, 1)
    known = stage.do(lambda uow, now: steering.every(uow, now, actor=owner))
    assert known == ()


def test_whom_somebody_keeps_away_they_keep_away_everywhere(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    meeting = stage.offer(seeker, supplier).meeting
    join(stage, 1, second, SEEKS_OIL)
    join(stage, 2, second)
    assert stage.do(lambda uow, now: proposals.matches(uow, now, actor=seeker))
    there = stage.offer(seeker, supplier).meeting
    stage.do(lambda uow, now: blocks.never(uow, now, actor=supplier, meeting_id=meeting.id))
    assert not stage.do(lambda uow, now: proposals.matches(uow, now, actor=seeker))
    states = [
        stage.do(partial(appointments.view, actor=seeker, meeting_id=one.id)).meeting.state
        for one in (meeting, there)
    ]
    assert states == [State.DECLINED, State.DECLINED]


def test_whoever_was_removed_from_one_edition_takes_part_in_the_other(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    owner = enter(stage, 3, first)
    own(stage, owner, first)
    match = stage.match(seeker, supplier)
    stage.do(
        lambda uow, now: moderation.report(
            uow, now, actor=seeker, thing=moderation.Thing.MATCH, number=match, why=Reason.SPAM
        )
    )
    waiting = stage.do(lambda uow, now: moderation.queue(uow, now, actor=owner)).reports
    stage.do(lambda uow, now: moderation.remove(uow, now, actor=owner, report_id=waiting[0].id))
    join(stage, 2, second)
    assert is_in(stage, supplier) == "f"
    why = refused(stage, lambda uow, now: programme.day(uow, now, actor=supplier, of=first.id))
    assert why is Refusal.REMOVED


def test_erasing_ends_what_is_under_way_at_every_edition(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    stage.offer(seeker, supplier)
    join(stage, 1, second, SEEKS_OIL)
    join(stage, 2, second)
    stage.offer(seeker, supplier)
    stage.due()
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=seeker))
    assert stage.due() == [(supplier, NoticeKind.LEFT), (supplier, NoticeKind.LEFT)]


def test_meetings_of_both_editions_are_asked_about(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    meeting = stage.offer(seeker, supplier).meeting
    stage.accept(supplier, meeting.id, meeting.slots[0])
    join(stage, 1, second, SEEKS_OIL)
    stage.move_to(meeting.slots[0] + timedelta(minutes=40))
    stage.do(lambda uow, now: appointments.start_meetings(uow, now))
    asked = stage.do(lambda uow, now: asking.due(uow, now))
    assert sorted(one.attendee.person.id for one in asked) == [seeker, supplier]
    assert {one.attendee.event_id for one in asked} == {first.id}


def test_each_edition_keeps_its_own_hours(stage: Stage, first: Event, second: Event) -> None:
    kept = stage.do(
        lambda uow, now: timekeeping.keep_hours_of(uow, now, event=first, zone="Africa/Cairo")
    )
    assert kept.lost == 0
    zones = stage.do(lambda uow, now: [one.plan.zone for one in uow.events.all()])
    assert zones == ["Africa/Cairo", "Asia/Beirut"]


def test_blocked_and_back_offers_of_every_edition_are_told_again(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, supplier = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    stage.offer(seeker, supplier)
    join(stage, 2, second)
    stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=5002))
    assert stage.due() == []
    stage.do(lambda uow, now: arrivals.came_back(uow, now, account=account(2)))
    assert stage.due() == [(supplier, NoticeKind.OFFER)]


def person_at(stage: Stage, person: PersonId, at: Event) -> Attendee:
    found = stage.do(lambda uow, now: uow.attendees.of_person(person, at.id))
    assert found is not None
    return found


def test_everything_somebody_is_at_an_edition_is_its_own(
    stage: Stage, first: Event, second: Event
) -> None:
    person = join(stage, 1, first)
    enter(stage, 1, second)
    assert person_at(stage, person, first).ready_at is not None
    assert person_at(stage, person, second).role is None
    both = stage.do(lambda uow, now: uow.attendees.all_of(person))
    assert [one.event_id for one in both] == [first.id, second.id]


def test_what_somebody_was_is_carried_and_their_hours_are_not(
    stage: Stage, first: Event, second: Event
) -> None:
    person = join(stage, 1, first, SEEKS_OIL)
    enter(stage, 1, second)
    load = stage.do(partial(series.luggage, actor=person))
    assert load is not None
    assert (load.source.id, load.target.id) == (first.id, second.id)
    assert (load.has_who, load.has_wishes) == (True, True)
    carried = stage.do(partial(series.carry, actor=person, of=second.id, who=True, wishes=True))
    old = person_at(stage, person, first)
    assert (carried.role, carried.organisation, carried.speaks, carried.intents) == (
        old.role,
        old.organisation,
        old.speaks,
        old.intents,
    )
    assert (carried.windows, carried.ready_at) == (None, None)
    draft = Draft(windows=frozenset(one.id for one in second.plan.windows))
    stage.do(partial(profiles.answer, actor=person, draft=draft))
    assert person_at(stage, person, second).ready_at is not None
    # Once in, there is nothing to be carried any more, and again changes nothing.
    assert stage.do(partial(series.luggage, actor=person)) is None
    stage.do(partial(series.carry, actor=person, of=second.id, who=False, wishes=False))
    assert person_at(stage, person, second).role is Role.SME


def test_only_what_is_chosen_is_carried(stage: Stage, first: Event, second: Event) -> None:
    person = join(stage, 1, first, SEEKS_OIL)
    enter(stage, 1, second)
    carried = stage.do(partial(series.carry, actor=person, of=second.id, who=False, wishes=True))
    assert (carried.role, carried.organisation, carried.words) == (None, None, SEEKS_OIL)


def test_nobody_carries_to_an_edition_in_which_they_take_no_part(
    stage: Stage, first: Event, second: Event
) -> None:
    person = join(stage, 1, first, SEEKS_OIL)
    for edition in (second.id, EventId(99)):
        use_case = partial(series.carry, actor=person, of=edition, who=True, wishes=True)
        assert refused(stage, use_case) is Refusal.NOT_YOURS


def test_editions_are_listed_by_time_and_only_those_for_somebody(
    stage: Stage, first: Event, second: Event
) -> None:
    closed = replace(second.plan, code="closed", walk_ins=False)
    third = stage.do(lambda uow, now: arrivals.ensure_event(uow, now, plan=closed))
    person = join(stage, 1, first)
    known = stage.do(partial(series.every, actor=person))
    assert [(one.event.plan.code, one.time, one.here) for one in known] == [
        ("e", Time.COMING, True),
        ("f", Time.COMING, False),
    ]
    for edition in (third.id, EventId(99)):
        assert refused(stage, partial(series.enter, actor=person, to=edition)) is Refusal.NOT_YOURS
    assert stage.do(partial(series.next_one, actor=person)) is None
    stage.move_to(MORNING + timedelta(days=2))
    following = stage.do(partial(series.next_one, actor=person))
    assert following is not None
    assert following.plan.code == "f"
    stage.do(partial(series.enter, actor=person, to=second.id))
    known = stage.do(partial(series.every, actor=person))
    assert [(one.event.plan.code, one.time, one.here) for one in known] == [
        ("f", Time.COMING, True),
        ("e", Time.PAST, False),
    ]


def test_those_met_at_an_earlier_edition_come_last_and_are_marked(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, old = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    meeting = stage.offer(seeker, old).meeting
    stage.accept(old, meeting.id, meeting.slots[0])
    stage.move_to(meeting.slots[0] + timedelta(minutes=1))
    stage.do(lambda uow, now: appointments.start_meetings(uow, now))
    for number, words in ((1, SEEKS_OIL), (2, OFFERS_OIL), (3, OFFERS_OIL)):
        join(stage, number, second, words)
    listed = stage.do(partial(proposals.matches, actor=seeker))
    met = [(one.other.person.name, one.met_at and one.met_at.plan.code) for one in listed]
    assert met == [("Person 3", None), ("Person 2", "e")]
    shown = stage.do(partial(proposals.show, actor=seeker, match_id=listed[1].match.id))
    assert (shown.met_at, shown.position) == (first, 2)


def test_an_offer_that_came_to_nothing_is_no_meeting(
    stage: Stage, first: Event, second: Event
) -> None:
    seeker, old = join(stage, 1, first, SEEKS_OIL), join(stage, 2, first)
    stage.offer(seeker, old)
    join(stage, 1, second, SEEKS_OIL)
    join(stage, 2, second)
    listed = stage.do(partial(proposals.matches, actor=seeker))
    assert [one.met_at for one in listed] == [None]


def test_an_owner_starts_another_edition_with_a_file_of_another_code(
    stage: Stage, first: Event
) -> None:
    owner, helper = enter(stage, 1, first), enter(stage, 2, first)
    own(stage, owner, first)
    role = OrganiserRole.CO_ORGANISER
    stage.do(lambda uow, now: uow.organisers.add(helper, first.id, now, role=role))
    content = {"table": {**table_of(first.plan), "code": "next"}, "problems": []}
    shown = stage.do(partial(setting_up.draft_event, actor=helper, content=content))
    assert not shown.renames
    use_case = partial(setting_up.add_edition, actor=helper, draft_id=shown.draft)
    assert refused(stage, use_case) is Refusal.NOT_ORGANISER
    use_case = partial(setting_up.add_edition, actor=owner, draft_id=shown.draft)
    assert refused(stage, use_case) is Refusal.NOT_YOURS
    shown = stage.do(partial(setting_up.draft_event, actor=owner, content=content))
    assert shown.renames
    for _ in range(2):
        made = stage.do(partial(setting_up.add_edition, actor=owner, draft_id=shown.draft))
        assert (made.event.plan.code, made.role) == ("next", OrganiserRole.OWNER)
        codes = stage.do(lambda uow, now: [one.plan.code for one in uow.events.all()])
        assert codes == ["e", "next"]
    assert is_in(stage, owner) == "next"
    enter(stage, 1, first)
    again = stage.do(partial(setting_up.draft_event, actor=owner, content=content))
    use_case = partial(setting_up.add_edition, actor=owner, draft_id=again.draft)
    assert refused(stage, use_case) is Refusal.CODE_TAKEN
