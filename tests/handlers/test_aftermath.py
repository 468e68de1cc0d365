"""After a meeting: one message, a tap a question; and contacts when both agree."""

from datetime import timedelta

import pytest
from aiogram.methods import SendMessage
from aiogram.types import ReplyKeyboardMarkup, ReplyKeyboardRemove

from matchmaking.meetings import MeetingId, State
from matchmaking.organisers import OrganiserRole
from matchmaking.usecases import asking, exchange
from tests.handlers.chat import Phone, World
from tests.handlers.filled import become
from tests.handlers.messenger import Seen
from tests.handlers.pairs import offered

pytestmark = pytest.mark.anyio


def said(seen: Seen) -> str:
    """What a message says, without the marks around names."""
    return seen.text.translate({0x2068: None, 0x2069: None})


async def over(world: World) -> tuple[Phone, Phone]:
    """Rania and Karim have met, and both are asked."""
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    meeting = world.store.run_sync(lambda uow, now: uow.meetings.get(MeetingId(1)))
    assert meeting is not None
    assert meeting.starts_at is not None
    world.clock[0] = meeting.starts_at + timedelta(minutes=20)
    world.deliver()
    world.store.run_sync(asking.ask)
    assert world.deliver() == ["ask", "ask"]
    return rania, karim


def state(world: World) -> State:
    meeting = world.store.run_sync(lambda uow, now: uow.meetings.get(MeetingId(1)))
    assert meeting is not None
    return meeting.state


async def test_three_taps_tell_it_all_in_one_message(world: World) -> None:
    rania, karim = await over(world)
    count = len(rania.messages)
    assert said(rania.last).startswith("Your meeting with Karim, Tuesday 13 April")
    assert rania.last.labels == ["Yes, we met", "No, it did not"]
    assert (await rania.tap("^fh:1:1")).labels == [
        "Very useful",
        "Somewhat useful",
        "Hardly useful",
    ]
    await rania.tap("^fr:1:3")
    shown = await rania.tap("^fk:1:trade:1")
    assert "Trade ✓" in shown.labels
    shown = await rania.tap("^fd:1")
    assert said(shown) == "You met Karim. Thank you for telling me.\nTo go on with: trade."
    assert len(rania.messages) == count
    await karim.tap("^fh:1:1")
    assert state(world) is State.HELD


async def test_it_did_not_take_place(world: World) -> None:
    rania, karim = await over(world)
    shown = await rania.tap("^fh:1:0")
    assert said(shown) == "Noted: the meeting with Karim did not take place."
    assert state(world) is not State.NO_SHOW
    await karim.tap("^fh:1:0")
    assert state(world) is State.NO_SHOW
    await rania.tap("^fb:1:1")
    await rania.tap("^fh:1:1")
    assert rania.toasts[-1] == "Whether this meeting took place is settled, so I leave it as it is."
    assert state(world) is State.NO_SHOW


async def test_a_note_of_ones_own(world: World) -> None:
    rania, _ = await over(world)
    for data in ("^fh:1:1", "^fr:1:2", "^fd:1", "^fn:1"):
        await rania.tap(data)
    assert "Nobody but you" in said(rania.last)
    shown = await rania.say("Send the <b>samples</b>")
    assert "Your note: “Send the <b>samples</b>”" in said(shown)
    assert "I did not catch that" in said(await rania.say("Hello there again"))


async def test_the_note_can_be_left(world: World) -> None:
    rania, _ = await over(world)
    for data in ("^fh:1:1", "^fr:1:2", "^fd:1", "^fn:1"):
        await rania.tap(data)
    assert said(await rania.tap("^fb:1:0")).startswith("You met Karim.")
    assert "I did not catch that" in said(await rania.say("Hello there again"))


async def test_the_same_tap_three_times_and_taps_out_of_order(world: World) -> None:
    rania, _ = await over(world)
    asked = rania.last
    early = await rania.tap_data("fr:1:3", asked.message_id)
    assert rania.toasts[-1].startswith("That has been settled meanwhile.")
    query = rania.query("fh:1:1", early.message_id)
    number = await world.feed(callback_query=query)
    for _ in range(2):
        await world.feed_again(number, callback_query=query)
    shown = await rania.tap_data("fh:1:1", asked.message_id)
    assert shown.labels[0] == "Very useful"


def contact(phone: Phone, number: str, *, of: int | None = None) -> dict[str, object]:
    owner = phone.user.id if of is None else of
    return {"phone_number": number, "first_name": phone.user.first_name, "user_id": owner}


async def test_a_number_goes_out_when_both_agree_and_is_forgotten(world: World) -> None:
    rania, karim = await over(world)
    await rania.tap_data("xc:1", rania.last.message_id)
    await rania.tap("^xg:1:phone")
    sent = world.session.of(SendMessage)[-1]
    assert isinstance(sent.reply_markup, ReplyKeyboardMarkup)
    assert sent.reply_markup.keyboard[0][0].request_contact is True
    thanks = await rania.send(contact=contact(rania, "+21620000001"))
    assert said(thanks).startswith("Noted. As soon as Karim agrees too")
    assert isinstance(world.session.of(SendMessage)[-1].reply_markup, ReplyKeyboardRemove)
    assert world.deliver() == ["exchange"]
    await karim.tap("^xg:1:phone")
    await karim.send(contact=contact(karim, "+33600000001"))
    assert world.deliver() == ["contact", "contact"]
    assert world.cards[rania.user.id] == ["+33600000001"]
    assert world.cards[karim.user.id] == ["+21620000001"]
    world.store.run_sync(exchange.forget)
    assert world.store.run_sync(lambda uow, now: uow.contacts.with_handles()) == []


async def test_somebody_elses_number_is_not_taken(world: World) -> None:
    rania, _ = await over(world)
    await rania.tap_data("xg:1:phone", rania.last.message_id)
    shown = await rania.send(contact=contact(rania, "+21629999999", of=777))
    assert said(shown).startswith("That is somebody else’s number")
    assert world.store.run_sync(lambda uow, now: uow.contacts.with_handles()) == []


async def test_not_now_gives_nothing(world: World) -> None:
    rania, _ = await over(world)
    for left in ("Not now", "/cancel"):
        await rania.tap_data("xg:1:phone", rania.messages[0].message_id)
        assert said(await rania.say(left)).startswith("Nothing was given.")
    await rania.tap_data("xg:1:phone", rania.messages[0].message_id)
    assert "shares your number" in said(await rania.say("what?"))
    await rania.say("/cancel")
    shown = await rania.send(contact=contact(rania, "+21620000001"))
    assert said(shown).startswith("Nobody waits for a number")
    assert world.deliver() == []


async def test_a_no_is_not_told(world: World) -> None:
    rania, karim = await over(world)
    await rania.tap_data("xg:1:phone", rania.last.message_id)
    await rania.send(contact=contact(rania, "+21620000001"))
    world.deliver()
    shown = await karim.tap("^xg:1:no")
    assert "n’en saura rien" in said(shown)
    assert world.deliver() == []
    waiting = await rania.tap_data("xc:1", rania.messages[-2].message_id)
    assert said(waiting).startswith("Noted. As soon as Karim agrees too")


async def test_without_a_username_the_number_is_offered(world: World) -> None:
    rania, _ = await over(world)
    shown = await rania.tap_data("xg:1:username", rania.last.message_id)
    assert rania.toasts[-1].startswith("Your account has no username.")
    assert shown.labels == ["My phone number", "No, thank you"]


async def test_an_organiser_settles_what_nobody_speaks_of(world: World) -> None:
    rania, _ = await over(world)
    nadia = world.phone("Nadia", "en")
    await nadia.say("/start")
    become(nadia, OrganiserRole.OWNER)
    shown = await nadia.say("/outcomes")
    assert "Over, waiting for answers: 1" in said(shown)
    assert "Rania" in shown.labels[0]
    await nadia.tap("^oc:1")
    shown = await nadia.tap("^ou:1:0")
    assert said(shown).startswith("It did not take place: Rania and Karim")
    assert state(world) is State.NO_SHOW
    assert "Did not take place: 1" in said(await nadia.say("/outcomes"))
    await rania.say("/outcomes")
    assert said(rania.last).startswith("Only organisers can do that.")
