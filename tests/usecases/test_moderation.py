"""Reporting somebody, and what organisers make of it; who reported is never told."""

from dataclasses import fields

import pytest

from matchmaking.audit import Deed
from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import State
from matchmaking.moderation import REPORT_LIMIT, Reason, Report, ReportId, Standing, StandingId
from matchmaking.notices import NoticeKind
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Account, PersonId
from matchmaking.usecases import arrivals, moderation, profiles, proposals, team
from matchmaking.usecases.moderation import Queue, Thing
from tests.usecases.conftest import SEEKS_OIL, Stage
from tests.usecases.test_team import join, owner, refusal

OWNER, CO, HELPER, SPEAKER = OrganiserRole


def pair(stage: Stage) -> tuple[PersonId, PersonId]:
    return stage.attendee(1, SEEKS_OIL), stage.attendee(2)


def report(stage: Stage, who: PersonId, about: PersonId, words: str = "Five times.") -> None:
    number = stage.match(who, about)
    stage.do(
        lambda uow, now: moderation.report(
            uow, now, actor=who, thing=Thing.MATCH, number=number, why=Reason.SPAM, words=words
        )
    )


def queue(stage: Stage, actor: PersonId) -> Queue:
    return stage.do(lambda uow, now: moderation.queue(uow, now, actor=actor))


def pause(stage: Stage, actor: PersonId, number: ReportId) -> Queue:
    return stage.do(lambda uow, now: moderation.pause(uow, now, actor=actor, report_id=number))


def remove(stage: Stage, actor: PersonId, number: ReportId) -> Queue:
    return stage.do(lambda uow, now: moderation.remove(uow, now, actor=actor, report_id=number))


def dismiss(stage: Stage, actor: PersonId, number: ReportId) -> Queue:
    return stage.do(lambda uow, now: moderation.dismiss(uow, now, actor=actor, report_id=number))


def lift(stage: Stage, actor: PersonId, number: StandingId) -> Queue:
    return stage.do(lambda uow, now: moderation.lift(uow, now, actor=actor, standing_id=number))


def matches(stage: Stage, who: PersonId) -> set[PersonId]:
    views = stage.do(lambda uow, now: proposals.matches(uow, now, actor=who))
    return {view.other.person.id for view in views}


def test_a_report_waits_in_the_queue_and_tells_not_by_whom(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    (case,) = queue(stage, one).reports
    assert (case.reported.person.id, case.reason, case.words) == (spam, Reason.SPAM, "Five times.")
    assert not {"reporter", "by"} & {field.name for field in fields(Report)}
    assert (one, NoticeKind.ORGANISERS) in stage.due()
    trail = stage.do(lambda uow, now: team.trail(uow, now, actor=one))
    assert all(amal not in (e.by and e.by.id, e.about and e.about.id) for e in trail.entries)


def test_the_two_do_not_meet_again(stage: Stage) -> None:
    owner(stage)
    amal, spam = pair(stage)
    number = stage.match(spam, amal)
    report(stage, amal, spam)
    assert matches(stage, amal) == matches(stage, spam) == set()
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: proposals.prepare_offer(uow, now, actor=spam, match_id=number))
    assert refused.value.refusal is Refusal.NOT_AVAILABLE


@pytest.mark.parametrize(("mine", "state"), [(True, State.WITHDRAWN), (False, State.DECLINED)])
def test_what_one_has_offered_the_other_ends(stage: Stage, mine: bool, state: State) -> None:
    owner(stage)
    amal, spam = pair(stage)
    made = stage.offer(amal, spam) if mine else stage.offer(spam, amal)
    stage.do(
        lambda uow, now: moderation.report(
            uow, now, actor=amal, thing=Thing.MEETING, number=made.meeting.id, why=Reason.OTHER
        )
    )
    after = stage.do(lambda uow, now: uow.meetings.get(made.meeting.id))
    assert after is not None
    assert after.state is state


def test_nobody_reports_by_an_id_that_is_not_theirs(stage: Stage) -> None:
    owner(stage)
    amal, spam = pair(stage)
    eve = stage.attendee(3)
    match, meeting = stage.match(amal, spam), stage.offer(amal, spam).meeting.id
    for thing, number in ((Thing.MATCH, match), (Thing.MEETING, meeting), (Thing.MATCH, 987654)):
        with pytest.raises(Refused) as refused:
            stage.do(
                lambda uow, now, thing=thing, number=number: moderation.report(  # type: ignore[misc]  # bound early
                    uow, now, actor=eve, thing=thing, number=number, why=Reason.SPAM
                )
            )
        assert refused.value.refusal is Refusal.NOT_YOURS


def test_too_many_words_are_refused(stage: Stage) -> None:
    owner(stage)
    amal, spam = pair(stage)
    assert refusal(report, stage, amal, spam, "x" * (REPORT_LIMIT + 1)) is Refusal.TOO_LONG


def test_paused_means_out_of_matching_until_organisers_say_so(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    other = stage.attendee(3, SEEKS_OIL)
    report(stage, amal, spam)
    view = pause(stage, one, queue(stage, one).reports[0].id)
    assert view.reports == ()
    assert (spam, NoticeKind.ORGANISERS) in stage.due()
    assert spam not in matches(stage, other)
    for act in (profiles.resume, profiles.pause, proposals.matches):
        with pytest.raises(Refused) as refused:
            stage.do(lambda uow, now, act=act: act(uow, now, actor=spam))  # type: ignore[misc]  # bound early
        assert refused.value.refusal is Refusal.PAUSED
    lift(stage, one, view.held[0].id)
    assert spam in matches(stage, other)


def test_a_break_of_ones_own_outlasts_the_organisers(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    stage.do(lambda uow, now: profiles.pause(uow, now, actor=spam))
    view = pause(stage, one, queue(stage, one).reports[0].id)
    lift(stage, one, view.held[0].id)
    assert stage.as_attendee(spam).paused_at is not None


def test_removed_calls_off_what_was_ahead_and_cannot_come_back(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    made = stage.offer(spam, amal).meeting
    stage.accept(amal, made.id, made.slots[0])
    report(stage, amal, spam)
    stage.due()
    view = remove(stage, one, queue(stage, one).reports[0].id)
    assert view.held[0].standing is Standing.REMOVED
    told = stage.due()
    assert (amal, NoticeKind.LEFT) in told
    assert (spam, NoticeKind.ORGANISERS) in told
    after = stage.do(lambda uow, now: uow.meetings.get(made.id))
    assert after is not None
    assert after.state is State.CANCELLED
    free = stage.as_attendee(amal).id
    assert stage.do(lambda uow, now: uow.meetings.busy(free)) == set()
    account = Account(telegram_id=5002, name="Person 2")
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            stage.do(lambda uow, now: arrivals.arrive(uow, now, account=account))
        assert refused.value.refusal is Refusal.REMOVED
        if stage.do(lambda uow, now: uow.people.get(spam)):
            stage.do(lambda uow, now: profiles.erase(uow, now, actor=spam))
    assert stage.do(lambda uow, now: uow.people.by_telegram(5002)) is None
    assert queue(stage, one).held[0].person is None
    lift(stage, one, view.held[0].id)
    assert stage.do(lambda uow, now: arrivals.arrive(uow, now, account=account)).is_new


def test_the_hour_of_somebody_removed_is_offered_with_somebody_free(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    stage.attendee(3)
    made = stage.offer(spam, amal).meeting
    stage.accept(amal, made.id, made.slots[0])
    report(stage, amal, spam)
    stage.due()
    remove(stage, one, queue(stage, one).reports[0].id)
    told = stage.due()
    assert (amal, NoticeKind.LEFT) in told
    assert (amal, NoticeKind.RESCUE) in told


def test_whoever_is_paused_keeps_what_they_have_agreed(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    made = stage.offer(spam, amal).meeting
    stage.accept(amal, made.id, made.slots[0])
    report(stage, amal, spam)
    stage.due()
    pause(stage, one, queue(stage, one).reports[0].id)
    after = stage.do(lambda uow, now: uow.meetings.get(made.id))
    assert after is not None
    assert after.state is State.ACCEPTED
    assert amal not in {who for who, _ in stage.due()}


def test_paused_and_erased_is_paused_yet(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    pause(stage, one, queue(stage, one).reports[0].id)
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=spam))
    again = stage.newcomer(2)
    assert stage.as_attendee(again).paused_at is not None
    assert queue(stage, one).held[0].person is not None


def test_only_an_owner_lets_back_whoever_was_removed(stage: Stage) -> None:
    one = owner(stage)
    co = join(stage, one, CO, 9001)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    view = remove(stage, co, queue(stage, co).reports[0].id)
    assert refusal(lift, stage, co, view.held[0].id) is Refusal.NOT_ORGANISER
    assert lift(stage, one, view.held[0].id).held == ()
    deeds = [
        entry.deed for entry in stage.do(lambda uow, now: team.trail(uow, now, actor=one)).entries
    ]
    assert deeds[:2] == [Deed.LET_BACK, Deed.PERSON_REMOVED]


def test_dismissing_tells_nobody_and_is_decided_once(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    stage.due()
    number = queue(stage, one).reports[0].id
    dismiss(stage, one, number)
    assert stage.due() == []
    assert refusal(pause, stage, one, number) is Refusal.DECIDED
    assert matches(stage, amal) == set()


def test_an_organiser_decides_not_about_themselves(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    number = queue(stage, one).reports[0].id
    event_id = stage.event().id
    stage.do(lambda uow, now: uow.organisers.add(spam, event_id, now, role=CO))
    assert queue(stage, spam).reports == ()
    assert refusal(dismiss, stage, spam, number) is Refusal.NOT_YOURS
    assert refusal(pause, stage, one, number) is Refusal.ON_TEAM


def test_whoever_is_paused_can_ask_and_nobody_else(stage: Stage) -> None:
    one = owner(stage)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    pause(stage, one, queue(stage, one).reports[0].id)

    def ask(who: PersonId, words: str) -> None:
        stage.do(lambda uow, now: moderation.ask_back(uow, now, actor=who, words=words))

    ask(spam, "I did not mean it.")
    ask(spam, "Please.")
    (case,) = queue(stage, one).reports
    assert (case.reason, case.words, case.others) == (Reason.APPEAL, "Please.", 1)
    assert refusal(ask, amal, "Hello") is Refusal.NOT_YOURS
    assert refusal(ask, spam, " ") is Refusal.EMPTY


def test_helpers_and_attendees_see_no_report(stage: Stage) -> None:
    one = owner(stage)
    helper = join(stage, one, HELPER, 9001)
    amal, spam = pair(stage)
    report(stage, amal, spam)
    number = queue(stage, one).reports[0].id
    for who in (helper, amal, spam):
        assert refusal(queue, stage, who) is Refusal.NOT_ORGANISER
        assert refusal(remove, stage, who, number) is Refusal.NOT_ORGANISER
