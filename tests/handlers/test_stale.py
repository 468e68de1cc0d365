"""Old messages: their buttons say kindly why not, and the message becomes what is true now."""

import pytest

from tests.handlers.chat import Phone, World
from tests.handlers.messenger import Seen
from tests.handlers.pairs import offered, pair

pytestmark = pytest.mark.anyio

BETWEEN = "There is already an offer or a meeting between you two. You find it in /meetings."


async def two_cards(world: World) -> tuple[Phone, Phone, Seen, Seen]:
    """Rania has the same card twice, so that one of them grows old."""
    rania, karim = await pair(world)
    return rania, karim, rania.messages[-1], await rania.say("/matches")


@pytest.mark.parametrize("opened", [False, True])
async def test_an_old_card_becomes_the_meeting_that_was_made(world: World, opened: bool) -> None:
    rania, karim, old, new = await two_cards(world)
    if opened:  # its times stand ready to be proposed
        await rania.tap("^pr:", on=old)
    await rania.tap("^pr:", on=new)
    await rania.tap("^of:", on=new)
    world.deliver()
    await karim.tap("^ac:")
    card = await rania.tap("^ps:" if opened else "^pr:", on=old)
    assert rania.toasts[-1] == BETWEEN
    assert card.labels[0] == "See the meeting"
    assert "You meet: Tuesday 13 April" in card.text


async def test_an_old_card_whose_meeting_was_made_is_not_put_aside(world: World) -> None:
    rania, _, old, new = await two_cards(world)
    asked = await rania.tap("^mp:", on=old)
    await rania.tap("^pr:", on=new)
    await rania.tap("^of:", on=new)
    card = await rania.tap("^pa:", on=asked)
    assert rania.toasts[-1] == BETWEEN
    assert card.labels[0] == "Withdraw the offer"


async def test_an_old_card_of_somebody_on_a_break_says_so_once(world: World) -> None:
    rania, karim, old, _ = await two_cards(world)
    await karim.say("/pause")
    toasts = len(rania.toasts)
    card = await rania.tap("^pr:", on=old)
    assert "Not available at present." in card.text
    assert card.labels[0] == "Not for me"
    assert rania.toasts[toasts:] == []


async def test_an_old_card_of_somebody_who_left_names_nobody(world: World) -> None:
    rania, karim, old, _ = await two_cards(world)
    await karim.say("/privacy")
    await karim.tap("^go:erase:")
    await karim.tap("^go:erase_yes:")
    gone = await rania.tap("^pr:", on=old)
    assert gone.text == "This is out of date: what it was about is there no more."
    assert gone.labels == ["See whom to meet", "See my meetings"]


async def test_times_that_went_are_replaced_by_others(world: World) -> None:
    rania, _ = await pair(world)
    asked = await rania.tap("^pr:")
    match = asked.buttons[0][1].split(":")[1]
    fresh = await rania.tap_data(f"of:{match}:1", asked.message_id)
    assert fresh.text.startswith(
        "That time has gone meanwhile. Here are others, free for you both.\n\nAt which times"
    )
    assert fresh.labels[0] == "Propose these times"


async def test_cancelling_what_is_settled_says_so(world: World) -> None:
    rania, karim = await offered(world)
    booked = await karim.tap("^ac:")
    world.deliver()
    await rania.tap("^ca:")
    await rania.tap("^ca:\\d+:1$")
    again = await karim.tap("^ca:", on=booked)
    assert karim.toasts[-1] == "Cela a été réglé entre-temps. Voici où l’on en est."
    assert "a été annulé" in again.text


async def test_too_early_a_button_leads_to_the_open_question(world: World) -> None:
    phone = world.phone("Rania", "en")
    await phone.say("/start")
    await phone.tap("^la:en")
    asked = await phone.tap_data("go:matches:0", phone.last.message_id)
    assert asked.text.startswith("A few questions are still open.")
    assert asked.labels[0] == "I agree"
    assert phone.toasts == []


@pytest.mark.parametrize(
    ("way", "button", "how"),
    [
        ("^pr:", "^of:", "No offer has gone out yet."),
        ("^ca:", "^ca:\\d+:1$", "The meeting still stands."),
        ("^go:erase:", "^go:erase_yes", "Nothing is erased so far."),
    ],
)
async def test_words_where_a_button_is_awaited(
    world: World, way: str, button: str, how: str
) -> None:
    rania, karim = await (pair if way == "^pr:" else offered)(world)
    if way == "^ca:":
        await karim.tap("^ac:")
        world.deliver()
    elif way != "^pr:":
        await rania.say("/privacy")
    asked = await rania.tap(way)
    answer = await rania.say("yes")
    assert answer.text.startswith(how)
    assert answer.text.endswith(asked.text)
    assert answer.labels == asked.labels
    await rania.tap(button)
    if way != "^go:erase:":
        assert (await rania.say("yes")).text.startswith("I did not catch that.")


async def test_another_language_shows_the_times_again(world: World) -> None:
    rania, _ = await pair(world)
    await rania.tap("^pr:")
    await rania.say("/language")
    asked = await rania.tap("^la:fr")
    assert asked.labels[0] == "Proposer ces créneaux"


async def test_a_break_is_seen_and_ended_with_one_tap(world: World) -> None:
    rania, _ = await pair(world)
    await rania.say("/pause")
    for command in ("/start", "/matches"):
        shown = await rania.say(command)
        assert shown.text.endswith("You are taking a break: I propose you to nobody.")
        assert shown.labels[0] == "Come back"
    await rania.tap("^go:resume")
    assert "taking a break" not in (await rania.say("/matches")).text


async def test_the_last_reminder_says_the_hour_on_the_readers_clock(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    world.clock[0] = world.clock[0].replace(day=13, hour=8, minute=25)
    world.deliver()
    assert rania.last.text.startswith("In 15 minutes, at 9:40 in Tunis: \u2068Karim\u2069")
    assert karim.last.text.startswith(
        "Dans 15 minutes, à 10\u202fh\u202f40 (9\u202fh\u202f40 à Tunis)\u202f: \u2068Rania\u2069"
    )
