"""Those who help: links, roles, removal, and the trail of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matchmaking.audit import Deed
from matchmaking.errors import Refusal, Refused
from matchmaking.notices import NoticeKind
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Account, PersonId
from matchmaking.usecases import announcing, arrivals, team
from matchmaking.usecases.team import Link
from tests.handlers.people import event_with_sessions
from tests.usecases.conftest import Stage

OWNER, CO, HELPER, SPEAKER = OrganiserRole


def owner(stage: Stage) -> PersonId:
    event_id = stage.event().id
    secret = stage.do(lambda uow, now: arrivals.invite(uow, now, event_id=event_id))
    return claim(stage, secret, 9000)


def claim(stage: Stage, secret: str, number: int) -> PersonId:
    account = Account(telegram_id=number, name=f"Organiser {number}", language_code="en")
    return stage.do(
        lambda uow, now: arrivals.claim_invitation(uow, now, account=account, secret=secret)
    ).person.id


def invite(stage: Stage, actor: PersonId, role: OrganiserRole, speaker: int | None = None) -> Link:
    return stage.do(lambda uow, now: team.invite(uow, now, actor=actor, role=role, speaker=speaker))


def join(stage: Stage, actor: PersonId, role: OrganiserRole, number: int) -> PersonId:
    return claim(stage, invite(stage, actor, role).secret, number)


def roles(stage: Stage, actor: PersonId) -> dict[PersonId, OrganiserRole]:
    view = stage.do(lambda uow, now: team.team(uow, now, actor=actor))
    return {one.person.id: one.role for one in view.members}


def change(stage: Stage, actor: PersonId, who: PersonId, role: OrganiserRole) -> None:
    stage.do(lambda uow, now: team.change_role(uow, now, actor=actor, person_id=who, role=role))


def remove(stage: Stage, actor: PersonId, who: PersonId) -> None:
    stage.do(lambda uow, now: team.remove(uow, now, actor=actor, person_id=who))


def refusal(act: object, *args: object) -> Refusal:
    assert callable(act)
    with pytest.raises(Refused) as refused:
        act(*args)
    return refused.value.refusal


def test_a_link_makes_of_its_user_what_it_says(stage: Stage) -> None:
    one = owner(stage)
    two, three = join(stage, one, CO, 9001), join(stage, one, HELPER, 9002)
    assert roles(stage, one) == {one: OWNER, two: CO, three: HELPER}


def test_whoever_is_more_may_try_a_link_and_pass_it_on(stage: Stage) -> None:
    one = owner(stage)
    secret = invite(stage, one, HELPER).secret
    assert claim(stage, secret, 9000) == one
    other = claim(stage, secret, 9001)
    assert roles(stage, one) == {one: OWNER, other: HELPER}


def test_a_link_raises_a_role(stage: Stage) -> None:
    one = owner(stage)
    other = join(stage, one, HELPER, 9001)
    assert join(stage, one, CO, 9001) == other
    assert roles(stage, one)[other] is CO


def test_a_removed_organiser_cannot_come_back_by_the_old_link(stage: Stage) -> None:
    one = owner(stage)
    secret = invite(stage, one, CO).secret
    other = claim(stage, secret, 9001)
    theirs = invite(stage, other, HELPER).secret
    remove(stage, one, other)
    assert refusal(claim, stage, secret, 9001) is Refusal.LINK_USED
    assert refusal(claim, stage, theirs, 9002) is Refusal.LINK_USED
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: announcing.draft(uow, now, actor=other, texts={}))
    assert refused.value.refusal is Refusal.NOT_ORGANISER
    assert (other, NoticeKind.ORGANISERS) in stage.due()


def test_the_last_owner_stays(stage: Stage) -> None:
    one = owner(stage)
    assert refusal(remove, stage, one, one) is Refusal.LAST_OWNER
    assert refusal(change, stage, one, one, HELPER) is Refusal.LAST_OWNER
    other = join(stage, one, CO, 9001)
    change(stage, one, other, OWNER)
    remove(stage, one, one)
    assert roles(stage, other) == {other: OWNER}


def test_a_co_organiser_has_no_say_over_owners(stage: Stage) -> None:
    one = owner(stage)
    other = join(stage, one, CO, 9001)
    helper = join(stage, other, HELPER, 9002)
    assert refusal(invite, stage, other, OWNER) is Refusal.NOT_ORGANISER
    assert refusal(change, stage, other, one, HELPER) is Refusal.NOT_ORGANISER
    assert refusal(change, stage, other, helper, OWNER) is Refusal.NOT_ORGANISER
    assert refusal(remove, stage, other, one) is Refusal.NOT_ORGANISER
    change(stage, other, helper, CO)
    remove(stage, other, helper)
    assert roles(stage, one) == {one: OWNER, other: CO}


def test_a_helper_has_no_say_at_all(stage: Stage) -> None:
    one = owner(stage)
    helper = join(stage, one, HELPER, 9001)
    assert refusal(roles, stage, helper) is Refusal.NOT_ORGANISER
    assert refusal(invite, stage, helper, HELPER) is Refusal.NOT_ORGANISER
    with pytest.raises(Refused):
        stage.do(lambda uow, now: team.trail(uow, now, actor=helper))


def test_somebody_who_does_not_help_reads_like_nobody(stage: Stage) -> None:
    one, attendee = owner(stage), stage.attendee(1)
    for who in (attendee, PersonId(987654)):
        assert refusal(remove, stage, one, who) is Refusal.NOT_YOURS
        assert refusal(change, stage, one, who, HELPER) is Refusal.NOT_YOURS


def test_a_speaker_sees_the_sessions_of_the_name_they_were_invited_by(stage: Stage) -> None:
    one = owner(stage)
    plan = replace(stage.event().plan, sessions=event_with_sessions().plan.sessions)
    on = stage.do(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    names = team.speakers(on)
    assert names
    made = invite(stage, one, SPEAKER, 0)
    speaker = claim(stage, made.secret, 9001)
    _, name, sessions = stage.do(lambda uow, now: team.on_stage(uow, now, actor=speaker))
    assert name == made.stage_name == names[0]
    expected = [
        session.code
        for session in sorted(on.plan.sessions, key=lambda s: s.starts_at)
        if name in {who.name for who in (*session.speakers, *session.moderators)}
    ]
    assert [session.code for session in sessions] == expected
    assert refusal(invite, stage, one, SPEAKER, 999) is Refusal.NOT_YOURS
    assert refusal(invite, stage, one, SPEAKER, None) is Refusal.NOT_YOURS


def test_the_trail_tells_who_did_what_page_by_page(stage: Stage) -> None:
    one = owner(stage)
    other = join(stage, one, CO, 9001)
    for _ in range(12):
        stage.advance(minutes=1)
        invite(stage, other, HELPER)
    remove(stage, one, other)
    first = stage.do(lambda uow, now: team.trail(uow, now, actor=one))
    assert (first.entries[0].deed, first.entries[0].about_somebody) == (
        Deed.ORGANISER_REMOVED,
        True,
    )
    assert len(first.entries) == team.PAGE
    older = stage.do(lambda uow, now: team.trail(uow, now, actor=one, before=first.older))
    assert [entry.deed for entry in older.entries[-3:]] == [
        Deed.JOINED,
        Deed.INVITED,
        Deed.JOINED,
    ]
    assert older.older is None
    theirs = stage.do(lambda uow, now: team.trail(uow, now, actor=one, by=other))
    assert {entry.by and entry.by.id for entry in theirs.entries} == {other}
    assert {person.id for person in theirs.doers} == {one, other}


def test_a_link_runs_out(stage: Stage) -> None:
    one = owner(stage)
    made = invite(stage, one, HELPER)
    assert made.expires_at - stage.now == timedelta(days=7)
    stage.advance(days=7)
    assert refusal(claim, stage, made.secret, 9001) is Refusal.LINK_USED


def test_nothing_a_person_wrote_stands_in_the_trail(stage: Stage) -> None:
    """Names are looked up when it is shown: an entry holds codes and counts."""
    one = owner(stage)
    join(stage, one, HELPER, 9001)
    shown = stage.do(lambda uow, now: team.trail(uow, now, actor=one))
    for entry in shown.entries:
        facts = replace(entry).facts
        assert set(facts) <= {"role"}
        assert set(facts.values()) <= set(OrganiserRole)
