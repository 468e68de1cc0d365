"""From one edition to another: by a link, by /editions, and by old buttons that stay true."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.event_table import table_of
from matchmaking.events import Event
from matchmaking.organisers import OrganiserRole
from matchmaking.people import EventId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals, setting_up
from tests.handlers.chat import Phone, World
from tests.handlers.people import event_with_sessions

pytestmark = pytest.mark.anyio

MAKER = "We make olive oil and are looking for distributors."
BUYER = "We distribute food and are looking for olive oil."
GONE = (
    "This button leads nowhere any more. "
    "Open your meetings or matches afresh with /meetings or /matches."
)
DAYS = 385


def follow(world: World, *, code: str = "beirut", walk_ins: bool = True) -> Event:
    """Another edition, a year later in Beirut, with sessions of the same codes."""
    plan = event_with_sessions().plan
    on = timedelta(days=DAYS)
    names = dict.fromkeys(plan.names, "Techdays Beirut")
    moved = replace(
        plan,
        code=code,
        names=names,
        zone="Asia/Beirut",
        walk_ins=walk_ins,
        days=tuple(replace(one, date=one.date + on) for one in plan.days),
        windows=tuple(
            replace(one, starts_at=one.starts_at + on, ends_at=one.ends_at + on)
            for one in plan.windows
        ),
        sessions=tuple(
            replace(one, starts_at=one.starts_at + on, ends_at=one.ends_at + on)
            for one in plan.sessions
        ),
    )
    return world.store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=moved))


def own(world: World, phone: Phone, at: EventId) -> None:
    def add(uow, now):  # type: ignore[no-untyped-def]  # a use case in a line
        person = uow.people.by_telegram(phone.user.id)
        uow.organisers.add(person.id, at, now, role=OrganiserRole.OWNER)

    world.store.run_sync(add)


async def test_the_link_of_another_edition_carries_somebody_along_in_two_taps(
    world: World,
) -> None:
    rania = world.phone("Rania")
    await rania.onboard(MAKER)
    follow(world)
    asked = await rania.say("/start e_beirut")
    assert "You are now at \u2068Techdays Beirut\u2069" in asked.text
    assert "olive oil" in asked.text
    taps = rania.taps
    free = await rania.tap("^edj:")
    assert "done:windows:15" in str(free.buttons)
    await rania.tap("^done:windows:")
    assert rania.taps - taps == 2
    profile = await rania.say("/profile")
    assert "House of Rania" in profile.text
    assert "olive oil" in profile.text


async def test_what_is_not_carried_is_asked(world: World) -> None:
    rania = world.phone("Rania")
    await rania.onboard(MAKER)
    follow(world)
    await rania.say("/start e_beirut")
    await rania.tap("^edc:0:1:")
    await rania.tap("^edj:0:1:")
    await rania.tap("^ro:sme$")
    await rania.say("Another house")
    await rania.tap("^done:speaks:")
    await rania.tap("^done:windows:")
    profile = await rania.say("/profile")
    assert "Another house" in profile.text


async def test_somebody_new_comes_to_the_edition_of_the_link(world: World) -> None:
    follow(world)
    welcome = await world.phone("Karim").say("/start e_beirut")
    assert "Techdays Beirut" in welcome.text
    assert "Mediterranean Techdays" in (await world.phone("Leila").say("/start")).text
    known = await world.phone("Nour").say("/start e_nowhere")
    assert "Mediterranean Techdays" in known.text


async def test_only_those_registered_come_to_a_closed_edition(world: World) -> None:
    rania = world.phone("Rania")
    await rania.onboard(MAKER)
    follow(world, walk_ins=False)
    told = await rania.say("/start e_beirut")
    assert "Techdays Beirut" not in (await rania.say("/editions")).text
    assert "registered" in told.text


async def test_editions_are_listed_and_gone_to_with_a_tap(world: World) -> None:
    rania = world.phone("Rania")
    await rania.onboard(MAKER)
    follow(world)
    listed = await rania.say("/editions")
    assert listed.labels == ["Join \u2068Techdays Beirut\u2069", "Stay here"]
    assert "you take part" in listed.text
    there = await rania.tap("^edg:")
    assert "You are now at \u2068Techdays Beirut\u2069" in there.text
    back = await rania.say("/editions")
    assert back.labels[0].startswith("Go to")
    home = await rania.tap("^edg:")
    assert "You are now at \u2068Mediterranean Techdays\u2069" in home.text
    await rania.tap_data("edg:77", home.message_id)
    assert rania.toasts[-1] == GONE


async def test_whose_edition_is_over_hears_of_the_next(world: World) -> None:
    rania = world.phone("Rania")
    await rania.onboard(MAKER)
    follow(world)
    world.advance(days=30)
    told = await rania.say("/start")
    assert told.text.startswith("\u2068Mediterranean Techdays\u2069 is over.")
    assert told.labels[0].startswith("Join")


async def test_an_old_button_acts_in_its_own_edition(world: World) -> None:
    rania, karim = world.phone("Rania"), world.phone("Karim")
    await rania.onboard(MAKER)
    await karim.onboard(BUYER)
    await karim.tap("^pr:")
    await karim.tap("^of:")
    world.deliver()
    offer = rania.last
    follow(world)
    await rania.say("/start e_beirut")
    booked = await rania.tap("^ac:", on=offer)
    assert "Tuesday 13 April" in booked.text
    agenda = await rania.say("/meetings")
    assert "Karim" not in agenda.text
    world.deliver()
    world.advance(hours=23, minutes=30)
    assert "soon" in world.deliver()
    assert rania.last.text.startswith("\u2068Mediterranean Techdays\u2069")


async def test_a_seat_is_taken_in_the_edition_that_the_button_names(world: World) -> None:
    plan = event_with_sessions().plan
    world.store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    rania = world.phone("Rania")
    await rania.onboard(MAKER)
    await rania.say("/programme")
    shown = await rania.tap("^pgs:")
    beirut = follow(world)
    await rania.say("/start e_beirut")
    await rania.tap("^pgt:", on=shown)

    def seats(at: EventId) -> int:
        return len(world.store.run_sync(lambda uow, now: uow.seats.of_event(at)))

    assert (seats(EventId(1)), seats(beirut.id)) == (1, 0)
    code = plan.sessions[0].code
    await rania.tap_data(f"pgt:{code}:99", shown.message_id)
    assert rania.toasts[-1] == GONE
    await rania.tap_data(f"pgt:{code}", shown.message_id)
    assert (seats(EventId(1)), seats(beirut.id)) == (1, 1)


async def test_organisers_of_two_editions_choose_which_they_steer(world: World) -> None:
    omar = world.phone("Omar")
    await omar.say("/start")
    beirut = follow(world)
    own(world, omar, EventId(1))
    await omar.say("/start e_beirut")
    assert (await omar.say("/team")).text.startswith("Only organisers can do that.")
    own(world, omar, beirut.id)
    home = await omar.say("/start")
    assert "Techdays Beirut" in home.text
    assert home.labels[-1] == "Editions"
    team = await omar.say("/team")
    await omar.say("/start e_techdays")
    roles = await omar.tap("^tg:invite", on=team)
    assert roles.message_id == team.message_id
    assert {data.rsplit(":", 1)[-1] for _, data in roles.buttons} == {str(beirut.id)}


async def test_whoever_was_at_another_edition_may_look_forward(world: World) -> None:
    omar = world.phone("Omar")
    await omar.onboard(MAKER)
    beirut = follow(world)
    await omar.say("/start e_beirut")
    own(world, omar, beirut.id)
    home = await omar.say("/start")
    assert "Techdays Beirut" in home.text
    carry = await omar.tap("^go:on")
    assert "What shall I carry along" in carry.text


async def test_an_owner_starts_a_new_edition_from_a_file(world: World) -> None:
    omar = world.phone("Omar")
    home = await omar.say("/start")
    own(world, omar, EventId(1))
    content = {"table": {**table_of(event_with_sessions().plan), "code": "next"}, "problems": []}

    def draft(uow: UnitOfWork, now: datetime) -> int:
        person = uow.people.by_telegram(omar.user.id)
        assert person is not None
        return setting_up.draft_event(uow, now, actor=person.id, content=content).draft

    number = world.store.run_sync(draft)
    started = await omar.tap_data(f"sen:{number}", home.message_id)
    assert started.text.startswith("You are now at")
    assert "Editions" in started.labels
    codes = world.store.run_sync(lambda uow, now: [one.plan.code for one in uow.events.all()])
    assert codes == ["techdays", "next"]
