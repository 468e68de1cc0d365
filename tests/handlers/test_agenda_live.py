"""/meetings is one message: edited when something changes, and never two of them at once."""

import pytest

from matchmaking.usecases import appointments
from tests.handlers.chat import World
from tests.handlers.pairs import offered, pair

pytestmark = pytest.mark.anyio

ELSEWHERE = "Your meetings are further down, in a newer message."


async def test_the_list_follows_what_the_other_does(world: World) -> None:
    rania, karim = await offered(world)
    listed = await rania.say("/meetings")
    assert "1 offer of yours is out" in listed.text
    count = len(rania.messages)
    await karim.tap("^ac:")
    assert sorted(world.deliver()) == ["booked", "list"]
    assert len(rania.messages) == count + 1  # the news alone
    assert "offer of yours" not in listed.text
    assert "House of Karim" in listed.text
    await karim.tap("^ca:\\d+:0$")
    await karim.tap("^ca:\\d+:1$")
    world.deliver()
    assert listed.text == "You have no meetings yet. Shall we find somebody?"


async def test_whoever_shows_no_list_is_sent_none(world: World) -> None:
    _, karim = await offered(world)
    await karim.tap("^ac:")
    assert world.deliver() == ["booked"]


async def test_a_new_list_leaves_one(world: World) -> None:
    rania, karim = await offered(world)
    older = await rania.say("/meetings")
    newer = await rania.say("/meetings")
    assert (older.text, older.buttons) == (ELSEWHERE, [])
    assert "1 offer of yours is out" in newer.text
    await karim.tap("^ac:")
    world.deliver()
    assert older.text == ELSEWHERE
    assert "House of Karim" in newer.text


async def test_a_meeting_opened_from_the_list_is_followed_instead(world: World) -> None:
    rania, karim = await offered(world)
    listed = await rania.say("/meetings")
    await rania.tap("^me:")
    assert listed.text.startswith("Your offer to \u2068Karim\u2069")
    await karim.tap_data("de:1", karim.last.message_id)
    assert world.deliver() == ["declined"]
    assert listed.text == "The offer between you and \u2068Karim\u2069 was declined."
    back = await rania.tap("^go:meetings:", on=listed)
    assert back.text == "You have no meetings yet. Shall we find somebody?"


async def test_the_list_in_place_is_the_one_again(world: World) -> None:
    rania, karim = await offered(world)
    listed = await rania.say("/meetings")
    await rania.tap("^me:")
    await rania.tap("^go:meetings:0$", on=listed)
    await karim.tap("^ac:")
    world.deliver()
    assert "House of Karim" in listed.text


async def test_the_list_changes_when_a_meeting_begins(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    listed = await rania.say("/meetings")
    world.clock[0] = world.clock[0].replace(day=13, hour=8, minute=40)
    world.store.run_sync(lambda uow, now: appointments.start_meetings(uow, now))
    assert "list" in world.deliver()
    assert "House of Karim" in listed.text


async def test_a_list_that_was_deleted_does_not_come_by_itself(world: World) -> None:
    rania, karim = await offered(world)
    listed = await rania.say("/meetings")
    del world.session.chats[rania.user.id][listed.message_id]
    count = len(rania.messages)
    await karim.tap_data("de:1", karim.last.message_id)
    world.deliver()
    assert len(rania.messages) == count + 1  # the news alone


async def test_matches_opened_from_the_list_leave_it_standing(world: World) -> None:
    rania, _ = await pair(world)
    listed = await rania.say("/meetings")
    said = listed.text
    await rania.tap("^go:matches:1$")
    assert listed.text == said
