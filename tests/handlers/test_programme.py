"""The programme in the chat: a day, a session, a seat, and the news of it."""

from dataclasses import replace

import pytest

from matchmaking.usecases import arrivals
from tests.handlers.chat import Phone, World
from tests.handlers.gallery_programme import sessions

pytestmark = pytest.mark.anyio


def put(world: World, seats: int) -> None:
    """The example's sessions; the panel has that many seats."""
    known = world.store.run_sync(lambda uow, now: uow.events.current())
    assert known is not None
    panel, *others = sessions()
    plan = replace(known.plan, sessions=(replace(panel, seats=seats), *others))
    world.store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))


async def guest(world: World, name: str) -> Phone:
    phone = world.phone(name, "en")
    await phone.onboard("We make olive oil.")
    return phone


async def test_a_seat_is_taken_and_given_back_in_one_message(world: World) -> None:
    put(world, seats=2)
    phone = await guest(world, "Rania")
    await phone.say("/programme")
    session = await phone.tap("^pgs:p1")
    assert "2 seats are free." in session.text
    seated = await phone.tap("^pgt:")
    assert seated.message_id == session.message_id
    assert "You have a seat." in seated.text
    mine = await phone.tap("^pgd:")
    assert "(your seat)" in mine.text
    own = await phone.tap("^pgm")
    assert "Neighbours who do business" in own.text
    await phone.tap("^pgs:p1")
    back = await phone.tap("^pgb:")
    assert "2 seats are free." in back.text
    assert phone.toasts[-1] == "Given back."


async def test_whoever_waits_hears_of_the_seat(world: World) -> None:
    put(world, seats=1)
    rania, karim = await guest(world, "Rania"), await guest(world, "Karim")
    for phone in (rania, karim):
        await phone.say("/programme")
        await phone.tap("^pgs:p1")
        await phone.tap("^pgt:")
        world.advance(seconds=1)
    assert "You are number 1 in the line" in karim.last.text
    await rania.tap("^pgb:")
    world.deliver()
    assert "A seat has become free, and it is yours" in karim.last.text


async def test_the_way_in_is_on_no_screen_before_its_time(world: World) -> None:
    put(world, seats=1)
    phone = await guest(world, "Rania")
    await phone.say("/programme")
    await phone.tap("^pgs:p1")
    seated = await phone.tap("^pgt:")
    door = "https://meet.example.org/panel-1"
    assert seated.links == []
    world.clock[0] = sessions()[0].starts_at
    opened = await phone.tap("^pgd:")
    opened = await phone.tap("^pgs:p1", on=opened)
    assert opened.links == [door]


async def test_a_session_that_never_was_is_refused_kindly(world: World) -> None:
    put(world, seats=1)
    phone = await guest(world, "Rania")
    before = await phone.say("/programme")
    await phone.tap_data("pgt:nothing", before.message_id)
    assert phone.toasts[-1].startswith("This button leads nowhere any more.")


async def test_a_stranger_reads_how_to_begin(world: World) -> None:
    put(world, seats=1)
    phone = world.phone("Nobody", "en")
    said = await phone.say("/programme")
    assert "/start" in said.text or said.buttons
