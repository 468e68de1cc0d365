"""Introducing two people: both are asked, and nobody learns who did not want to."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matchmaking.clusters import Cluster
from matchmaking.errors import Refusal, Refused
from matchmaking.introductions import MANAGER_CAP, RECIPIENT_CAP, Introduction, Seen
from matchmaking.matching import MatchId
from matchmaking.meetings import State
from matchmaking.moderation import Reason
from matchmaking.notices import NoticeKind, NoticeState
from matchmaking.organisers import OrganiserRole
from matchmaking.people import PersonId
from matchmaking.usecases import blocks, introducing, introductions, moderation, profiles, searching
from matchmaking.usecases.introductions import IntroductionView
from matchmaking.usecases.moderation import Thing
from tests.usecases.conftest import SEEKS_OIL, Stage
from tests.usecases.test_clusters import belong, home, manager, with_partner
from tests.usecases.test_team import claim, invite, owner

LAWYER = "We are looking for a patent lawyer."


class Trio:
    """A member, somebody else, and who looks after the member's cluster."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.cluster: Cluster = with_partner(stage)
        self.member, self.other = stage.attendee(1), stage.attendee(2, LAWYER)
        belong(stage, self.cluster, self.member)
        self.boss = manager(stage, self.cluster)
        stage.due()

    def introduce(
        self, one: PersonId | None = None, other: PersonId | None = None, line: str = "You two!"
    ) -> Introduction:
        sides = [
            self.stage.as_attendee(who).id for who in (one or self.member, other or self.other)
        ]
        return self.stage.do(
            lambda uow, now: introducing.introduce(
                uow,
                now,
                actor=self.boss,
                cluster_id=self.cluster.id,
                one=sides[0],
                other=sides[1],
                line=line,
            )
        )

    def refused(self, one: PersonId | None = None, other: PersonId | None = None) -> Refusal:
        with pytest.raises(Refused) as refused:
            self.introduce(one, other)
        return refused.value.refusal

    def answer(self, who: PersonId, about: Introduction, *, yes: bool) -> IntroductionView:
        return self.stage.do(
            lambda uow, now: introductions.answer(
                uow, now, actor=who, introduction_id=about.id, yes=yes
            )
        )

    def look(self, who: PersonId, about: Introduction) -> IntroductionView:
        return self.stage.do(
            lambda uow, now: introductions.view(uow, now, actor=who, introduction_id=about.id)
        )

    def counts(self) -> tuple[int, int, int]:
        """As whoever introduces sees them: waiting, agreed, closed."""
        seen = home(self.stage, self.boss, self.cluster).figures
        return seen.waiting, seen.agreed, seen.closed


@pytest.fixture
def trio(stage: Stage) -> Trio:
    return Trio(stage)


def test_two_yes_make_an_offer_that_the_second_takes_with_a_tap(trio: Trio) -> None:
    made, stage = trio.introduce(), trio.stage
    assert sorted(stage.due()) == [
        (trio.member, NoticeKind.INTRODUCTION),
        (trio.other, NoticeKind.INTRODUCTION),
    ]
    first = trio.answer(trio.other, made, yes=True)
    assert (first.seen, first.meeting, trio.counts()) == (Seen.YES, None, (1, 0, 0))
    second = trio.answer(trio.member, made, yes=True)
    assert (second.seen, trio.counts()) == (Seen.AGREED, (0, 1, 0))
    assert second.meeting is not None
    offer = second.meeting.meeting
    assert offer.proposer == stage.as_attendee(trio.other).id
    assert (offer.state, len(offer.slots)) == (State.OFFERED, 3)
    # Each message changes in its place: nobody gets a second one.
    found = stage.due()
    assert sorted(found) == [(trio.member, NoticeKind.OFFER), (trio.other, NoticeKind.INTRODUCED)]
    in_place = f"introduction:{made.id}"
    told = stage.do(
        lambda uow, now: (
            uow.notices.by_key(trio.member, f"offer:{offer.id}"),
            uow.notices.by_key(trio.other, f"introduced:{made.id}:agreed"),
        )
    )
    assert [one.what.replaces for one in told if one is not None] == [in_place, in_place]
    stage.accept(trio.member, offer.id, offer.slots[0])
    assert (trio.other, NoticeKind.BOOKED) in stage.due()


def test_a_no_is_told_to_nobody_and_can_be_taken_back(trio: Trio) -> None:
    made = trio.introduce()
    trio.stage.due()
    assert trio.answer(trio.member, made, yes=False).seen is Seen.NO
    assert (trio.counts(), trio.look(trio.other, made).seen) == ((1, 0, 0), Seen.ASKED)
    assert trio.answer(trio.member, made, yes=True).seen is Seen.YES
    trio.answer(trio.member, made, yes=False)
    assert trio.answer(trio.other, made, yes=True).seen is Seen.YES
    assert (trio.counts(), trio.stage.due()) == ((0, 0, 1), [])
    # Until the time is up, whoever thinks better of it is welcome.
    assert trio.answer(trio.member, made, yes=True).seen is Seen.AGREED
    assert trio.counts() == (0, 1, 0)


def test_what_nobody_answers_is_over_after_two_days(trio: Trio) -> None:
    made = trio.introduce()
    trio.stage.due()
    trio.answer(trio.other, made, yes=True)
    trio.stage.advance(hours=48)
    assert (trio.counts(), trio.look(trio.other, made).seen) == ((0, 0, 1), Seen.OVER)
    assert trio.answer(trio.member, made, yes=True).seen is Seen.OVER
    assert sorted(trio.stage.due()) == [
        (trio.member, NoticeKind.INTRODUCED),
        (trio.other, NoticeKind.INTRODUCED),
    ]


def _keep_away(trio: Trio, one: PersonId, other: PersonId) -> None:
    match = card(trio, one, other)
    trio.stage.do(lambda uow, now: blocks.never_match(uow, now, actor=one, match_id=match))


def card(trio: Trio, one: PersonId, other: PersonId) -> MatchId:
    """The card that an introduction made."""
    made = trio.introduce()
    for who in (other, one):
        trio.answer(who, made, yes=True)
    seen = trio.look(one, made)
    assert seen.meeting is not None
    assert seen.match is not None
    return seen.match


def _pause(trio: Trio, one: PersonId, _other: PersonId) -> None:
    trio.stage.do(lambda uow, now: profiles.pause(uow, now, actor=one))


def _offer(trio: Trio, one: PersonId, other: PersonId) -> None:
    card(trio, one, other)


@pytest.mark.parametrize("why", [_keep_away, _pause, _offer])
@pytest.mark.parametrize("swapped", [False, True])
def test_why_two_cannot_be_introduced_is_told_to_nobody(
    trio: Trio, why: Callable[[Trio, PersonId, PersonId], None], swapped: bool
) -> None:
    sides = (trio.other, trio.member) if swapped else (trio.member, trio.other)
    why(trio, *sides)
    assert trio.refused() is Refusal.NOT_POSSIBLE


def test_only_a_member_and_somebody_else_who_is_there(trio: Trio) -> None:
    stage = trio.stage
    incomplete = stage.newcomer(40)
    assert trio.refused(trio.other, trio.member) is Refusal.NOT_YOURS
    assert trio.refused(other=trio.member) is Refusal.NOT_POSSIBLE
    assert trio.refused(other=incomplete) is Refusal.NOT_POSSIBLE
    assert trio.refused(other=trio.boss) is Refusal.NOT_POSSIBLE
    trio.introduce()
    assert trio.refused() is Refusal.NOT_POSSIBLE
    made = trio.look(trio.member, trio.introduce(other=stage.attendee(3)))
    with pytest.raises(Refused):
        trio.look(trio.other, made.introduction)


def test_nobody_is_introduced_too_often(trio: Trio) -> None:
    stage = trio.stage
    others = [stage.attendee(number) for number in range(10, 10 + RECIPIENT_CAP + 1)]
    for one in others[:RECIPIENT_CAP]:
        trio.introduce(other=one)
    assert trio.refused(other=others[-1]) is Refusal.NOT_POSSIBLE
    members = [stage.attendee(number) for number in range(30, 30 + MANAGER_CAP)]
    belong(stage, stage.do(lambda uow, now: uow.clusters.all(trio.cluster.event_id))[0], *members)
    for number, one in enumerate(members[: MANAGER_CAP - RECIPIENT_CAP]):
        trio.introduce(one, members[number - 1])
    assert trio.refused(members[-1], others[-1]) is Refusal.TOO_MANY_INTRODUCTIONS
    stage.advance(hours=49)
    trio.introduce(members[-1], others[-1])


def test_whoever_is_kept_away_meanwhile_is_not_asked(trio: Trio) -> None:
    made, stage = trio.introduce(), trio.stage
    them = stage.as_attendee(trio.other).person.id
    stage.do(lambda uow, now: uow.blocks.add(trio.member, them, now))
    assert stage.due() == []
    assert trio.look(trio.other, made).seen is Seen.OVER
    assert trio.answer(trio.other, made, yes=True).seen is Seen.OVER


@pytest.mark.parametrize("gone", ["other", "boss"])
def test_whoever_is_forgotten_takes_the_introduction_along(trio: Trio, gone: str) -> None:
    made, stage = trio.introduce(line="SECRET"), trio.stage
    stage.due()
    who = trio.other if gone == "other" else trio.boss
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=who))
    found = stage.do(lambda uow, now: uow.introductions.get(made.id))
    assert found is None
    assert (trio.member, NoticeKind.INTRODUCED) in stage.due()
    with pytest.raises(Refused):
        trio.answer(trio.member, made, yes=True)


def test_where_no_time_suits_both_get_the_card(trio: Trio) -> None:
    stage, made = trio.stage, trio.introduce()
    attendee = stage.as_attendee(trio.other)
    stage.do(lambda uow, now: uow.attendees.save(replace(attendee, windows=frozenset())))
    stage.due()
    trio.answer(trio.other, made, yes=True)
    seen = trio.answer(trio.member, made, yes=True)
    assert (seen.seen, seen.meeting, seen.match is not None) == (Seen.AGREED, None, True)
    assert stage.due() == [(trio.other, NoticeKind.INTRODUCED)]
    key = f"introduced:{made.id}:agreed"
    told = stage.do(lambda uow, now: uow.notices.by_key(trio.other, key))
    assert told is not None
    assert (told.state, told.what.replaces) == (NoticeState.SENT, None)


def test_whoever_introduces_can_be_reported_for_it(trio: Trio) -> None:
    made, stage = trio.introduce(line="Buy my soap"), trio.stage
    about = stage.do(
        lambda uow, now: moderation.consider(
            uow, now, actor=trio.member, thing=Thing.INTRODUCTION, number=made.id
        )
    )
    assert about.person.id == trio.boss
    stage.do(
        lambda uow, now: moderation.report(
            uow, now, actor=trio.member, thing=Thing.INTRODUCTION, number=made.id, why=Reason.SPAM
        )
    )
    event_id = trio.cluster.event_id
    (report,) = stage.do(lambda uow, now: uow.moderation.open(event_id))
    assert report.reported.person.id == trio.boss
    with pytest.raises(Refused):
        stage.do(
            lambda uow, now: moderation.consider(
                uow, now, actor=trio.boss, thing=Thing.INTRODUCTION, number=made.id
            )
        )


def test_an_organiser_may_introduce_and_a_helper_may_not(trio: Trio) -> None:
    stage = trio.stage
    one = owner(stage)
    helper = claim(stage, invite(stage, one, OrganiserRole.HELPER).secret, 9001)
    trio.boss = helper
    assert trio.refused() is Refusal.NOT_YOURS
    trio.boss = one
    assert trio.introduce().what.manager == one


def test_people_are_found_by_name_and_organisation(trio: Trio) -> None:
    stage = trio.stage
    member = stage.as_attendee(trio.member).id
    stage.attendee(3, SEEKS_OIL)

    def found(text: str) -> list[str]:
        seen = stage.do(
            lambda uow, now: searching.search(
                uow, now, actor=trio.boss, cluster_id=trio.cluster.id, member=member, text=text
            )
        )
        return [one.person.name for one in seen.people]

    assert (found("hOuse 2"), found("pérson 3"), found("x"), found("1")) == (
        ["Person 2"],
        ["Person 3"],
        [],
        [],
    )
    best = stage.do(
        lambda uow, now: searching.suggest(
            uow, now, actor=trio.boss, cluster_id=trio.cluster.id, member=member
        )
    )
    assert [one.person.name for one in best.people] == ["Person 3"]


def test_a_line_that_is_too_long_is_refused(trio: Trio) -> None:
    with pytest.raises(Refused) as refused:
        trio.introduce(line="x" * 301)
    assert refused.value.refusal is Refusal.TOO_LONG
    assert trio.counts() == (0, 0, 0)
