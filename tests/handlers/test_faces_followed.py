"""One thing, one state: whatever message shows a meeting or an offer says how it stands."""

from datetime import datetime

import pytest

from matchmaking.events import Mode
from matchmaking.usecases import appointments
from tests.handlers.chat import Phone, World
from tests.handlers.messenger import Seen
from tests.handlers.pairs import BUYER, MAKER, offered, pair

pytestmark = pytest.mark.anyio

KARIM = "\u2068Karim\u2069"
OFF = f"The meeting between you and {KARIM} was cancelled."


def card(rania: Phone) -> Seen:
    """Karim's card, from which Rania offered him a meeting."""
    return next(seen for seen in rania.messages if "Your offer is out" in seen.text)


async def test_the_card_follows_what_becomes_of_the_offer(world: World) -> None:
    rania, karim = await offered(world)
    shown = card(rania)
    await karim.tap("^ot:")
    await karim.tap("^ot:1:0:\\d+:[0-9a-f]")
    await karim.tap("^pt:")
    assert world.deliver() == ["countered"]
    assert "Your offer is out" not in shown.text
    assert shown.labels[0] == "See the offer"
    await rania.tap("^ac:")
    world.deliver()
    assert "You meet: Tuesday 13 April" in shown.text
    assert shown.labels[0] == "See the meeting"
    await karim.tap("^ca:\\d+:0$", on=karim.messages[-2])
    await karim.tap("^ca:\\d+:1$", on=karim.messages[-2])
    assert world.deliver() == ["cancelled"]
    assert "You meet" not in shown.text


async def test_a_card_that_shows_somebody_else_by_now_is_left_alone(world: World) -> None:
    lina = world.phone("Lina", "en")
    await lina.onboard("We are distributors and we look for olive oil.", speaks=7)
    rania, karim = await pair(world)
    at_karim = rania.last
    if "Karim" not in at_karim.text:
        at_karim = await rania.tap("^mc:")
    await rania.tap("^pr:")
    await rania.tap("^of:")
    await rania.tap("^mc:", on=at_karim)
    said = at_karim.text
    assert "Karim" not in said
    world.deliver()
    await karim.tap("^ac:")
    assert world.deliver() == ["booked"]
    assert at_karim.text == said


async def test_cancelling_leaves_no_message_that_shows_a_live_meeting(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    booked = rania.last
    world.clock[0] = datetime(2027, 4, 13, 8, 25, tzinfo=world.clock[0].tzinfo)
    assert world.deliver() == ["soon", "soon"]
    soon = rania.last
    assert soon.message_id != booked.message_id
    on = karim.last
    await karim.tap("^ca:", on=on)
    await karim.tap("^ca:\\d+:1$", on=on)
    assert world.deliver() == ["cancelled"]
    assert (booked.text, soon.text) == (OFF, OFF)
    # Whoever called it off sees it off wherever they saw it, and where they tapped in the words
    # of that moment.
    assert "est annulé" in on.text
    live = [seen for seen in karim.messages if "Annuler ce rendez-vous" in seen.labels]
    assert live == []


async def test_a_move_reaches_the_reminder_that_named_the_old_hour(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    world.clock[0] = datetime(2027, 4, 13, 7, 45, tzinfo=world.clock[0].tzinfo)
    world.deliver()
    reminder = rania.last
    assert "9:40" in reminder.text
    await rania.tap("^ot:", on=rania.messages[-2])
    page = rania.messages[-2]
    await rania.tap("^ot:1:1:\\d+:[0-9a-f]", on=page)
    await rania.tap("^pt:", on=page)
    world.deliver()
    question = next(seen for seen in karim.messages if any("ac:" in d for _, d in seen.buttons))
    await karim.tap("^ac:", on=question)
    world.deliver()
    assert reminder.text.startswith(f"Your meeting with {KARIM}")
    assert "9:40" not in reminder.text


async def test_whoever_leaves_is_named_by_no_message_of_their_meetings(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    booked, shown = rania.last, card_of(rania)
    await karim.say("/privacy")
    await karim.tap("^go:erase:")
    await karim.tap("^go:erase_yes:")
    assert world.deliver() == ["left"]
    for seen in (booked, shown, rania.last):
        assert "Karim" not in seen.text
        assert seen.text.startswith("The person you were to meet has left the event:")


def card_of(rania: Phone) -> Seen:
    return next(seen for seen in rania.messages if "You meet:" in seen.text)


async def test_what_the_tapped_message_says_is_not_written_over(world: World) -> None:
    rania, karim = await offered(world)
    asked = await karim.tap("^nv:")
    await karim.tap("^nv:1:1", on=asked)
    said = asked.text
    assert world.deliver() == ["declined"]
    assert asked.text == said
    assert "Your offer is out" not in card_or_first(rania).text


def card_or_first(rania: Phone) -> Seen:
    return next(seen for seen in rania.messages if KARIM in seen.text)


async def test_a_list_that_was_left_behind_shows_no_meeting_again(world: World) -> None:
    rania, karim = await offered(world)
    older = await rania.say("/meetings")
    await rania.tap("^me:")
    await rania.tap("^go:meetings:0$", on=older)
    await rania.say("/meetings")
    left = older.text
    await karim.tap("^ac:")
    world.deliver()
    assert older.text == left == "Your meetings are further down, in a newer message."


async def test_a_message_that_was_deleted_does_not_come_again(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    del world.session.chats[rania.user.id][rania.last.message_id]
    count = len(rania.messages)
    await karim.tap("^ca:\\d+:0$")
    await karim.tap("^ca:\\d+:1$")
    assert world.deliver() == ["cancelled"]
    assert len(rania.messages) == count + 1


async def test_a_meeting_that_is_over_asks_how_it_was_whichever_button_opens_it(
    world: World,
) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    booked = rania.last
    move = next(data for _, data in booked.buttons if data.startswith("ot:"))
    world.clock[0] = datetime(2027, 4, 13, 9, 10, tzinfo=world.clock[0].tzinfo)
    world.store.run_sync(lambda uow, now: appointments.start_meetings(uow, now))
    for packed in ("me:1", "ca:1:0", move):
        opened = await rania.tap_data(packed, booked.message_id)
        assert [data for _, data in opened.buttons] == ["fh:1:1", "fh:1:0"], packed
    await rania.tap("^fh:1:1", on=opened)
    again = await rania.tap_data("me:1", booked.message_id)
    assert "fh:1:1" not in [data for _, data in again.buttons]


@pytest.mark.parametrize("mode", [Mode.HYBRID])
async def test_a_place_that_changes_is_seen_and_heard_of(world: World) -> None:
    phones = []
    for name, words in (("Karim", BUYER), ("Rania", MAKER)):
        phone = world.phone(name, "en")
        await phone.onboard(words, speaks=7)
        await phone.tap("^hp:online")
        await phone.tap("^done:windows:")
        phones.append(phone)
    karim, rania = phones
    world.deliver()
    await rania.tap("^pr:")
    await rania.tap("^of:")
    world.deliver()
    await karim.tap("^ac:")
    world.deliver()
    booked = rania.last
    assert "online" in booked.text
    for phone in phones:
        await phone.tap_data("hp:on_site:1", (await phone.say("/help")).message_id)
    assert sorted(world.deliver()) == ["nudge", "nudge", "place", "place"]
    assert "table 1" in booked.text
    assert rania.last.text.startswith(f"Your meeting with {KARIM}")
    assert "another place now: Tuesday" in rania.last.text
    assert "table 1" in rania.last.text
