"""Clusters: how members come and go, who looks after them, and what those see."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.audit import Deed
from matchmaking.clusters import Cluster, Standing
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.notices import NoticeKind
from matchmaking.organisers import OrganiserRole
from matchmaking.partners import Partner
from matchmaking.people import Account, Draft, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.registrations import Heard, hear, new_secret
from matchmaking.sheets.people import Registration
from matchmaking.usecases import (
    arrivals,
    cluster_links,
    cluster_views,
    clusters,
    digests,
    profiles,
    registering,
    team,
)
from tests.usecases.conftest import SEEKS_OIL, Stage
from tests.usecases.test_team import claim, invite, owner

ARC = Partner(code="arc", names={Language.EN: "Blue Arc", Language.AR: "القوس الأزرق"})


def with_partner(stage: Stage, *partners: Partner) -> Cluster:
    """The event names these partners; the cluster of the first."""
    plan = replace(stage.event().plan, partners=partners or (ARC,))
    event = stage.do(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    return stage.do(lambda uow, now: uow.clusters.all(event.id))[0]


def all_of(stage: Stage) -> list[Cluster]:
    event = stage.event()
    return stage.do(lambda uow, now: uow.clusters.all(event.id))


def manager(stage: Stage, cluster: Cluster, number: int = 9100) -> PersonId:
    """Somebody who has come by the one-time link that an organiser made."""
    event_id = cluster.event_id
    known = stage.do(lambda uow, now: uow.organisers.team(event_id))
    actor = known[0].person.id if known else owner(stage)
    made = stage.do(
        lambda uow, now: clusters.invite_manager(
            uow, now, actor=actor, cluster_id=cluster.id, expires_at=now + timedelta(days=7)
        )
    )
    return manage_by(stage, made.secret, number)


def manage_by(stage: Stage, secret: str, number: int) -> PersonId:
    account = Account(telegram_id=number, name=f"Manager {number}", language_code="en")
    arrival, _ = stage.do(
        lambda uow, now: cluster_links.open_manager_link(uow, now, account=account, secret=secret)
    )
    return arrival.person.id


def belong(stage: Stage, cluster: Cluster, *people: PersonId) -> None:
    """These are members by the cluster's link."""
    secret = cluster.secret or new_secret()
    stage.do(lambda uow, now: uow.clusters.save(replace(cluster, secret=secret)))
    for one in people:
        _belong(stage, cluster, secret, one)


def _belong(stage: Stage, cluster: Cluster, secret: str, one: PersonId) -> None:
    person = stage.as_attendee(one).person
    account = Account(telegram_id=person.telegram_id, name=person.name)
    stage.do(
        lambda uow, now: cluster_links.open_member_link(uow, now, account=account, secret=secret)
    )
    stage.do(lambda uow, now: clusters.join(uow, now, actor=one, cluster_id=cluster.id))


def home(stage: Stage, actor: PersonId, cluster: Cluster) -> cluster_views.Home:
    return stage.do(
        lambda uow, now: cluster_views.home(uow, now, actor=actor, cluster_id=cluster.id)
    )


def names(stage: Stage, actor: PersonId, cluster: Cluster) -> list[str]:
    view = stage.do(
        lambda uow, now: cluster_views.members(uow, now, actor=actor, cluster_id=cluster.id, page=0)
    )
    return [one.name for one in view.lines]


def register(stage: Stage, *rows: Registration) -> list[str]:
    """Puts these on the list as organisers do; returns the secrets of their links."""
    event = stage.event()
    heard: list[Heard] = [hear(row) for row in rows]
    made = [new_secret() for _ in rows]

    def use_case(uow: UnitOfWork, now: datetime) -> None:
        uow.registrations.add(event.id, list(zip(heard, made, strict=True)), now)
        clusters.name_all(uow, event, list(rows))

    stage.do(use_case)
    return made


def open_own(stage: Stage, secret: str, number: int) -> PersonId:
    account = Account(telegram_id=number, name="x", language_code="en")

    def zone_of(_country: object, _event: Event) -> str:
        return "Africa/Tunis"

    return stage.do(
        lambda uow, now: registering.open_link(
            uow, now, account=account, secret=secret, zone_of=zone_of
        )
    ).person.id


def finish(stage: Stage, person: PersonId) -> None:
    """Answers what the list has not told."""
    attendee = stage.as_attendee(person)
    draft = Draft(consented=True, country=CountryCode("TN"), zone="Africa/Tunis", role=Role.SME,
                  organisation=attendee.organisation or "", speaks=("en",),
                  windows=frozenset(w.id for w in stage.event().plan.windows))  # fmt: skip
    stage.do(lambda uow, now: profiles.answer(uow, now, actor=person, draft=draft))
    stage.do(lambda uow, now: profiles.tell(uow, now, actor=person, text=SEEKS_OIL))
    stage.do(lambda uow, now: profiles.confirm(uow, now, actor=person))


def test_every_partner_is_a_cluster_and_a_lists_name_finds_it(stage: Stage) -> None:
    register(stage, Registration(row=2, name="A", cluster="blue-arc"))
    (listed,) = all_of(stage)
    assert (listed.key, listed.names) == ("~bluearc", {Language.EN: "blue-arc"})
    cluster = with_partner(stage)
    assert (cluster.id, cluster.key, dict(cluster.names)) == (listed.id, "arc", dict(ARC.names))
    register(
        stage,
        Registration(row=2, name="B", cluster="القوس الازرق"),
        Registration(row=3, name="C", cluster="ARC"),
        Registration(row=4, name="D", cluster="Llevant", manages=" "),
    )
    assert [one.key for one in all_of(stage)] == ["arc", "~llevant"]
    with_partner(stage)
    assert len(all_of(stage)) == 2


def test_a_list_makes_members_who_are_told_and_can_leave_for_good(stage: Stage) -> None:
    cluster, rows = with_partner(stage), [Registration(row=2, name="Aya", cluster="Blue Arc")]
    (secret,) = register(stage, *rows)
    boss = manager(stage, cluster)
    assert home(stage, boss, cluster).figures.listed == 1
    aya = open_own(stage, secret, 7001)
    # Before somebody has agreed to anything, nobody is told that they are there.
    assert names(stage, boss, cluster) == []
    stage.due()
    finish(stage, aya)
    assert (aya, NoticeKind.CLUSTER) in stage.due()
    assert names(stage, boss, cluster) == ["Aya"]
    assert home(stage, boss, cluster).figures.listed == 0
    stage.do(lambda uow, now: clusters.leave(uow, now, actor=aya, cluster_id=cluster.id))
    assert names(stage, boss, cluster) == []
    attendee = stage.as_attendee(aya)
    event = stage.event()
    stage.do(
        lambda uow, now: clusters.follow_registration(
            uow, now, attendee=attendee, event=event, what=rows[0]
        )
    )
    assert (names(stage, boss, cluster), stage.due()) == ([], [])


def test_a_list_names_who_looks_after_a_cluster(stage: Stage) -> None:
    cluster = with_partner(stage)
    (secret,) = register(stage, Registration(row=2, name="Aya", manages="Blue Arc"))
    aya = open_own(stage, secret, 7001)
    assert home(stage, aya, cluster).managing
    assert (aya, NoticeKind.CLUSTER) in stage.due()


def test_a_link_only_invites_and_can_be_taken_back(stage: Stage) -> None:
    cluster, person = with_partner(stage), stage.attendee(1)
    boss = manager(stage, cluster)
    made = stage.do(
        lambda uow, now: cluster_views.make_link(uow, now, actor=boss, cluster_id=cluster.id)
    )
    secret = made.cluster.secret or ""
    again = stage.do(
        lambda uow, now: cluster_views.make_link(uow, now, actor=boss, cluster_id=cluster.id)
    )
    assert again.cluster.secret == secret != ""
    account = Account(telegram_id=5001, name="Person 1")
    _, _, standing = stage.do(
        lambda uow, now: cluster_links.open_member_link(uow, now, account=account, secret=secret)
    )
    assert (standing, names(stage, boss, cluster)) == (Standing.INVITED, [])
    stage.do(lambda uow, now: clusters.join(uow, now, actor=person, cluster_id=cluster.id))
    assert names(stage, boss, cluster) == ["Person 1"]
    stage.do(
        lambda uow, now: cluster_views.revoke_link(uow, now, actor=boss, cluster_id=cluster.id)
    )
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: cluster_links.open_member_link(
                uow, now, account=account, secret=secret
            )
        )
    assert refused.value.refusal is Refusal.LINK_UNKNOWN
    assert names(stage, boss, cluster) == ["Person 1"]


def test_whoever_was_never_invited_can_neither_join_nor_leave(stage: Stage) -> None:
    cluster, person = with_partner(stage), stage.attendee(1)
    for act in (clusters.join, clusters.leave):
        with pytest.raises(Refused) as refused:
            stage.do(lambda uow, now, act=act: act(uow, now, actor=person, cluster_id=cluster.id))  # type: ignore[misc]  # bound at once
        assert refused.value.refusal is Refusal.NOT_YOURS


def test_a_managers_link_works_once_and_a_dropped_manager_sees_nothing(stage: Stage) -> None:
    cluster = with_partner(stage)
    one = owner(stage)
    link = stage.do(
        lambda uow, now: clusters.invite_manager(
            uow, now, actor=one, cluster_id=cluster.id, expires_at=now + timedelta(days=7)
        )
    )
    boss = manage_by(stage, link.secret, 9100)
    assert manage_by(stage, link.secret, 9100) == boss
    for secret in (link.secret, "never"):
        with pytest.raises(Refused) as refused:
            manage_by(stage, secret, 9101)
        assert refused.value.refusal is Refusal.LINK_USED
    view = stage.do(lambda uow, now: clusters.look(uow, now, actor=one, cluster_id=cluster.id))
    assert [who.id for who in view.managers] == [boss]
    stage.do(
        lambda uow, now: clusters.drop_manager(
            uow, now, actor=one, cluster_id=cluster.id, person_id=boss
        )
    )
    assert (boss, NoticeKind.CLUSTER) in stage.due()
    with pytest.raises(Refused):
        home(stage, boss, cluster)
    with pytest.raises(Refused):
        manage_by(stage, link.secret, 9100)
    trail = stage.do(lambda uow, now: team.trail(uow, now, actor=one))
    assert [entry.deed for entry in trail.entries[:3]] == [
        Deed.CLUSTER_LEFT,
        Deed.CLUSTER_JOINED,
        Deed.CLUSTER_INVITED,
    ]


def test_organisers_see_clusters_and_nobody_else_does(stage: Stage) -> None:
    cluster, other = with_partner(stage), stage.attendee(1)
    one = owner(stage)
    helper = claim(stage, invite(stage, one, OrganiserRole.HELPER).secret, 9001)
    assert home(stage, one, cluster).managing is False
    for who, refusal in ((other, Refusal.NOT_ORGANISER), (helper, Refusal.NOT_ORGANISER)):
        with pytest.raises(Refused) as refused:
            stage.do(lambda uow, now, who=who: clusters.overview(uow, now, actor=who))  # type: ignore[misc]  # bound at once
        assert refused.value.refusal is refusal
        with pytest.raises(Refused) as refused:
            home(stage, who, cluster)
        assert refused.value.refusal is Refusal.NOT_YOURS
    boss = manager(stage, cluster)
    (row,) = stage.do(lambda uow, now: clusters.overview(uow, now, actor=one)).rows
    assert (row.cluster.id, row.members, row.managers) == (cluster.id, 0, 1)
    other_cluster = with_partner(stage, ARC, Partner(code="x", names={Language.EN: "X"}))
    found = next(each for each in all_of(stage) if each.id != other_cluster.id)
    with pytest.raises(Refused):
        home(stage, boss, found)


def test_members_are_shown_by_name_with_counts_page_by_page(stage: Stage) -> None:
    cluster = with_partner(stage)
    people = [stage.attendee(number) for number in range(1, 11)]
    buyer = stage.attendee(50, SEEKS_OIL)
    belong(stage, cluster, *people, buyer)
    boss = manager(stage, cluster)
    offered = stage.offer(people[0], buyer)
    stage.accept(buyer, offered.meeting.id, offered.meeting.slots[0])
    view = home(stage, boss, cluster).figures
    assert (view.members, view.ready, view.meeting, view.tally.agreed) == (11, 11, 2, 1)
    last = stage.do(
        lambda uow, now: cluster_views.members(uow, now, actor=boss, cluster_id=cluster.id, page=99)
    )
    assert (last.page, last.pages, len(last.lines)) == (1, 2, 3)
    first = stage.as_attendee(people[0]).id
    _, line = stage.do(
        lambda uow, now: cluster_views.member(
            uow, now, actor=boss, cluster_id=cluster.id, attendee_id=first
        )
    )
    assert (line.name, line.organisation, line.agreed, line.held) == ("Person 1", "House 1", 1, 0)
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=people[0]))
    assert home(stage, boss, cluster).figures.members == 10


def test_the_digest_comes_in_the_managers_evening_on_days_of_the_event(stage: Stage) -> None:
    cluster = with_partner(stage)
    boss = manager(stage, cluster)
    stage.due()
    evening = datetime(2027, 4, 13, 18, 30, tzinfo=stage.now.tzinfo)  # 19:30 in Tunis
    for moment in (evening - timedelta(days=1), evening - timedelta(minutes=1)):
        stage.move_to(moment)
        assert stage.do(digests.owe) == 0
    stage.move_to(evening)
    assert (stage.do(digests.owe), stage.do(digests.owe)) == (1, 0)
    assert stage.due() == [(boss, NoticeKind.CLUSTER_DIGEST)]
    stage.move_to(evening + timedelta(hours=7))
    assert stage.do(digests.owe) == 0


def test_a_digest_that_is_turned_off_does_not_come(stage: Stage) -> None:
    cluster = with_partner(stage)
    boss = manager(stage, cluster)
    stage.due()
    stage.move_to(datetime(2027, 4, 13, 19, 0, tzinfo=stage.now.tzinfo))
    assert stage.do(digests.owe) == 1
    view = stage.do(
        lambda uow, now: cluster_views.turn_digest(
            uow, now, actor=boss, cluster_id=cluster.id, on=False
        )
    )
    assert (view.digest, stage.due(), stage.do(digests.owe)) == (False, [], 0)
