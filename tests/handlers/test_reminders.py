"""Under a reminder: here, late, not coming; and the settings of reminders, in one message."""

from datetime import datetime, timedelta

import pytest

from matchmaking.meetings import MeetingId
from tests.handlers.chat import Phone, World
from tests.handlers.messenger import Seen
from tests.handlers.pairs import offered

pytestmark = pytest.mark.anyio


def said(seen: Seen) -> str:
    """What a message says, without the marks around names."""
    return seen.text.translate({0x2068: None, 0x2069: None})


async def booked(world: World) -> tuple[Phone, Phone, datetime]:
    """Rania and Karim meet at that hour, and both know."""
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    meeting = world.store.run_sync(lambda uow, now: uow.meetings.get(MeetingId(1)))
    assert meeting is not None
    assert meeting.starts_at is not None
    return rania, karim, meeting.starts_at


async def reminded(world: World) -> tuple[Phone, Phone, datetime]:
    """Both have just had the reminder 15 minutes before."""
    rania, karim, start = await booked(world)
    world.clock[0] = start - timedelta(minutes=15)
    assert set(world.deliver()) >= {"soon"}
    return rania, karim, start


async def test_each_reminder_has_its_buttons(world: World) -> None:
    rania, _, start = await booked(world)
    world.clock[0] = start - timedelta(hours=1)
    world.deliver()
    assert said(rania.last).startswith("In 1 hour, at")
    assert rania.last.labels == [
        "I will be there",
        "5 minutes late",
        "I can’t make it",
        "See my meetings",
    ]
    world.clock[0] = start - timedelta(minutes=15)
    world.deliver()
    assert said(rania.last).startswith("In 15 minutes, at")
    assert rania.last.labels[:2] == ["I am here", "5 minutes late"]


async def test_late_changes_the_message_in_place_and_tells_the_other_once(world: World) -> None:
    rania, karim, _ = await reminded(world)
    count = len(rania.messages)
    shown = await rania.tap("^il:")
    assert len(rania.messages) == count
    assert "You will be 5 minutes late, and Karim has been told." in said(shown)
    assert "5 minutes late" not in shown.labels
    assert world.deliver() == ["late"]
    assert "Retard de 5 minutes pour Rania" in said(karim.last)
    await rania.tap_data("il:1", shown.message_id)
    assert world.deliver() == []


async def test_here_is_told_and_both_are_there(world: World) -> None:
    rania, karim, start = await reminded(world)
    await rania.tap("^ih:")
    assert world.deliver() == ["here"]
    assert "On vous attend\u202f: Rania" in said(karim.last)
    world.clock[0] = start
    shown = await karim.tap("^ih:")
    assert "Vous êtes là tous les deux" in said(shown)
    assert world.deliver() == ["start", "start"]
    assert "You are both there." in said(rania.last)


async def test_the_same_tap_three_times_is_one(world: World) -> None:
    rania, _, _ = await reminded(world)
    query = rania.query("il:1", rania.last.message_id)
    number = await world.feed(callback_query=query)
    for _ in range(2):
        await world.feed_again(number, callback_query=query)
    assert world.deliver() == ["late"]


async def test_who_cannot_make_it_calls_the_meeting_off(world: World) -> None:
    rania, karim, _ = await reminded(world)
    await rania.tap("^ca:1:0")
    await rania.tap("^ca:1:1")
    assert "cancelled" in world.deliver()
    assert "a dû annuler" in said(karim.last)


async def test_an_old_reminder_shows_how_the_meeting_stands(world: World) -> None:
    rania, _, start = await reminded(world)
    old = rania.last
    world.clock[0] = start + timedelta(days=1)
    shown = await rania.tap_data("il:1", old.message_id)
    assert "Karim" in said(shown)
    assert rania.toasts[-1] == "That has been settled meanwhile. Here is how it stands."


async def test_settings_are_one_message(world: World) -> None:
    rania, _, _ = await booked(world)
    shown = await rania.say("/settings")
    count = len(rania.messages)
    assert shown.labels[:4] == [
        "The evening before ✓",
        "1 hour before ✓",
        "15 minutes before ✓",
        "At the start ✓",
    ]
    await rania.tap("^rm:hour:0")
    await rania.tap("^qf")
    await rania.tap("^qu:1320$")
    shown = await rania.tap("^qh:1320:420$")
    assert len(rania.messages) == count
    assert "Quiet from 22:00 to 7:00" in said(shown)
    assert "1 hour before" in shown.labels
    shown = await rania.tap("^qn")
    assert "No quiet hours" in said(shown)


async def test_the_profile_leads_to_the_reminders_and_back(world: World) -> None:
    rania, _, _ = await booked(world)
    await rania.say("/profile")
    shown = await rania.tap("^st")
    assert "Reminders of your meetings" in said(shown)
    assert "You seek" in said(await rania.tap("^go:profile"))


async def test_a_span_without_length_was_never_ours(world: World) -> None:
    rania, _, _ = await booked(world)
    await rania.say("/settings")
    await rania.tap_data("qh:60:60", rania.last.message_id)
    assert "No quiet hours" in said(await rania.say("/settings"))
