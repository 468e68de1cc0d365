"""Clusters, their members, those who look after them, and introductions, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.aftermath import Feedback
from matchmaking.clusters import Cluster, Managing, MemberLine, Source, Standing, Tally
from matchmaking.intents import Kind, Language
from matchmaking.introductions import Introduction, NewIntroduction, State, answered
from matchmaking.meetings import State as Stands
from matchmaking.moderation import NewStanding
from matchmaking.moderation import Standing as Decision
from matchmaking.partners import Partner
from matchmaking.people import Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.registrations import hear
from matchmaking.sheets.people import Registration
from tests.matchmaking.builders import MORNING, event
from tests.storage.conftest import House

NAMES = {Language.EN: "Blue Arc", Language.AR: "القوس الأزرق"}


@pytest.fixture
def cluster(house: House) -> Cluster:
    return house.do(lambda uow, now: uow.clusters.add(house.event.id, "arc", NAMES))


def here(house: House, number: int, *, ready: bool = True) -> Attendee:
    """Somebody who takes part."""
    attendee = house.attendee(number)
    person = replace(attendee.person, consented_at=house.now)
    attendee = replace(
        attendee,
        person=person,
        organisation=f"House {number}",
        ready_at=house.now if ready else None,
    )
    house.save(attendee)
    return attendee


def belong(house: House, cluster: Cluster, one: Attendee, standing: Standing) -> None:
    house.do(
        lambda uow, now: uow.clusters.put_member(cluster.id, one.id, standing, Source.LIST, now)
    )


def members(house: House, cluster: Cluster) -> list[MemberLine]:
    return house.do(lambda uow, now: uow.clusters.members(cluster.id))


def test_partners_are_kept_with_the_event(house: House) -> None:
    partners = (
        Partner(code="arc", names=NAMES, link="https://arc.example.org"),
        Partner(code="x", names={Language.FR: "X"}),
    )
    plan = replace(event().plan, partners=partners)
    first = house.do(lambda uow, now: uow.events.put(plan))
    again = house.do(lambda uow, now: uow.events.put(plan))
    assert (first.plan.partners, again) == (partners, first)


def test_a_cluster_is_found_by_its_secret(house: House, cluster: Cluster) -> None:
    linked = replace(cluster, secret="s", key="b", names={Language.FR: "B"})
    house.do(lambda uow, now: uow.clusters.save(linked))
    found = house.do(
        lambda uow, now: [
            uow.clusters.get(cluster.id),
            uow.clusters.by_secret("s"),
            uow.clusters.by_secret("t"),
            *uow.clusters.all(house.event.id),
        ]
    )
    assert found == [linked, linked, None, linked]


def test_members_are_those_who_take_part(house: House, cluster: Cluster) -> None:
    one, two, left, silent, out = (
        here(house, 1),
        here(house, 2, ready=False),
        here(house, 3),
        house.attendee(4),
        here(house, 5),
    )
    for who in (one, two, silent, out):
        belong(house, cluster, who, Standing.MEMBER)
    belong(house, cluster, left, Standing.MEMBER)
    belong(house, cluster, left, Standing.LEFT)
    removed = NewStanding(
        event_id=house.event.id,
        person=out.person.id,
        key="k",
        standing=Decision.REMOVED,
        since=house.now,
        was_paused=False,
    )
    house.do(lambda uow, now: uow.moderation.decide(removed))
    assert [(line.attendee, line.ready, line.agreed) for line in members(house, cluster)] == [
        (one.id, True, 0),
        (two.id, False, 0),
    ]
    assert house.do(lambda uow, now: uow.clusters.counts(house.event.id)) == {cluster.id: 2}
    (kept,) = house.do(lambda uow, now: uow.clusters.memberships(left.id))
    assert (kept.cluster, kept.standing, kept.source) == (cluster, Standing.LEFT, Source.LIST)
    assert house.do(lambda uow, now: uow.clusters.membership(cluster.id, left.id)) == kept
    house.do(lambda uow, now: uow.people.erase(one.person.id))
    assert [line.attendee for line in members(house, cluster)] == [two.id]


def test_meetings_of_members_are_counted_once(house: House, cluster: Cluster) -> None:
    one, two, other = (here(house, number) for number in (1, 2, 3))
    for who in (one, two):
        belong(house, cluster, who, Standing.MEMBER)
    for pair, state in (((one, two), Stands.HELD), ((one, other), Stands.ACCEPTED),
                        ((two, other), Stands.DECLINED)):  # fmt: skip
        meeting = replace(house.meeting(*pair), state=state, starts_at=MORNING)
        house.save_meeting(meeting)
        for who, kinds in ((pair[0], {Kind.TRADE}), (pair[1], {Kind.TRADE, Kind.RESEARCH})):
            said = Feedback(
                meeting=meeting.id,
                attendee=who.id,
                asked_at=house.now,
                held=True,
                follow_ups=frozenset(kinds),
            )
            house.do(lambda uow, now, said=said: uow.feedback.save(said))  # type: ignore[misc]  # bound at once
    tally = house.do(lambda uow, now: uow.clusters.tally(cluster.id))
    assert tally == Tally(agreed=2, held=1, holders=2, follow_ups={Kind.TRADE: 1, Kind.RESEARCH: 1})
    assert [(line.agreed, line.held) for line in members(house, cluster)] == [(2, 1), (1, 1)]


def test_managers_come_by_a_link_that_works_once(house: House, cluster: Cluster) -> None:
    one, two = house.person(1), house.person(2)
    until = house.now + timedelta(days=1)

    def use(secret: str, who: int) -> bool:
        person = (one, two)[who].id
        return house.do(lambda uow, now: uow.clusters.use_invitation(secret, person, now))

    for secret in ("a", "b"):
        house.do(lambda uow, now, secret=secret: uow.clusters.invite(secret, cluster.id, until))  # type: ignore[misc]  # bound at once
    assert [use("x", 0), use("a", 0), use("a", 1)] == [False, True, False]
    house.do(lambda uow, now: uow.clusters.void(cluster.id))
    found = house.do(lambda uow, now: [uow.clusters.invited(one) for one in ("a", "b")])
    assert found == [(cluster.id, one.id), None]
    new = [
        house.do(lambda uow, now, who=who: uow.clusters.manage(cluster.id, who.id, now))  # type: ignore[misc]  # bound at once
        for who in (one, one, two)
    ]
    assert new == [True, False, True]
    house.do(lambda uow, now: uow.clusters.digest(two.id, house.event.id, on=False))
    managing = house.do(lambda uow, now: uow.clusters.managing())
    assert managing == [
        Managing(cluster=cluster.id, event_id=house.event.id, person=one.id, digest=True),
        Managing(cluster=cluster.id, event_id=house.event.id, person=two.id, digest=False),
    ]
    assert house.do(lambda uow, now: uow.clusters.managing(two.id)) == managing[1:]
    assert house.do(lambda uow, now: uow.clusters.managers(cluster.id)) == [one, two]
    assert house.do(lambda uow, now: uow.clusters.managed_by(one.id, house.event.id)) == [cluster]
    gone = [house.do(lambda uow, now: uow.clusters.unmanage(cluster.id, one.id)) for _ in range(2)]
    assert gone == [True, False]
    assert not house.do(lambda uow, now: uow.clusters.manages(one.id, cluster.id))


@pytest.mark.parametrize("gone", ["manager", "one", "other"])
def test_an_introduction_goes_with_any_of_the_three(
    house: House, cluster: Cluster, gone: str
) -> None:
    one, other, boss = here(house, 1), here(house, 2), house.person(3)
    new = NewIntroduction(
        event_id=house.event.id,
        cluster=cluster.id,
        manager=boss.id,
        one=one.id,
        other=other.id,
        line="You two!",
        at=house.now,
        expires_at=house.now + timedelta(days=2),
    )
    made = house.do(lambda uow, now: uow.introductions.add(new))
    said = answered(answered(made, one.id, yes=True), other.id, yes=True)
    house.do(lambda uow, now: uow.introductions.save(said))

    def found(uow: UnitOfWork, now: datetime) -> list[Introduction | None]:
        return [
            uow.introductions.get(made.id),
            *uow.introductions.of_cluster(cluster.id),
            *uow.introductions.of_attendee(other.id),
            *uow.introductions.of_manager(boss.id, house.event.id),
        ]

    assert house.do(found) == [said] * 4
    assert said.state is State.AGREED
    who = {"manager": boss, "one": one.person, "other": other.person}[gone]
    house.do(lambda uow, now: uow.people.erase(who.id))
    assert house.do(found) == [None]


def test_those_who_have_not_come_are_counted_by_cluster(house: House) -> None:
    rows = [
        hear(Registration(row=n, name=f"P{n}", cluster=name, manages="Arc"))
        for n, name in enumerate(["Arc", "Arc", "Oil", ""], start=2)
    ]
    added = [(row, f"secret{n}") for n, row in enumerate(rows)]
    house.do(lambda uow, now: uow.registrations.add(house.event.id, added, now))
    person = house.person(1)
    first = house.do(lambda uow, now: uow.registrations.all(house.event.id))[0]
    assert (first.what.cluster, first.what.manages) == ("Arc", "Arc")
    house.do(lambda uow, now: uow.registrations.claim(first.id, person.id, now))
    waiting = house.do(lambda uow, now: uow.registrations.waiting_by_cluster(house.event.id))
    assert waiting == {"Arc": 1, "Oil": 1}
