"""Two people and an offer: made, answered, withdrawn, cancelled, too late, and forged."""

import anyio
import pytest

from matchmaking.events import Mode
from tests.handlers.chat import Phone, World
from tests.handlers.pairs import BUYER, MAKER, offered, pair

pytestmark = pytest.mark.anyio

BOOKED = [
    "See my meetings",
    "Add to my calendar",
    "Suggest another time",
    "Exchange contacts",
    "Cancel this meeting",
]


async def test_an_offer_from_card_to_handshake(world: World) -> None:
    rania, karim = await pair(world)
    assert "Karim" in rania.last.text
    slots = await rania.tap("^pr:")
    assert len([data for _, data in slots.buttons if data.startswith("ps:")]) == 3
    card = await rania.tap("^of:")
    assert rania.toasts[-1] == "Sent. I will tell you as soon as there is an answer."
    assert card.labels[0] == "Withdraw the offer"
    assert world.deliver() == ["offer"]
    assert karim.last.text.startswith("\u2068Rania\u2069, \u2068House of Rania\u2069 souhaite")
    booked = await karim.tap("^ac:")
    assert booked.text.startswith("C’est fixé avec \u2068Rania\u2069.")
    assert world.deliver() == ["booked"]
    assert rania.last.text.startswith("\u2068Karim\u2069 has accepted.")


async def test_one_time_of_three_can_be_left_out(world: World) -> None:
    rania, karim = await pair(world)
    await rania.tap("^pr:")
    await rania.tap("^ps:")
    await rania.tap("^of:")
    world.deliver()
    assert len([data for _, data in karim.last.buttons if data.startswith("ac:")]) == 2


async def test_every_time_left_out_is_refused_kindly(world: World) -> None:
    rania, _ = await pair(world)
    await rania.tap("^pr:")
    match = rania.last.buttons[0][1].split(":")[1]
    await rania.tap_data(f"of:{match}:", rania.last.message_id)
    assert rania.toasts[-1] == "Keep at least one time."


async def test_declining_is_told_to_both(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^nn:")
    answer = await karim.tap("^de:")
    assert answer.text == "J’ai prévenu \u2068Rania\u2069. Merci d’avoir répondu."
    assert world.deliver() == ["declined"]
    assert rania.last.text.startswith("\u2068Karim\u2069 cannot make it")


async def test_a_withdrawn_offer_changes_its_message_and_old_buttons_say_so(world: World) -> None:
    rania, karim = await offered(world)
    accept = next(data for _, data in karim.last.buttons if data.startswith("ac:"))
    await rania.tap("^wd:")
    stale = await karim.tap_data(accept, karim.last.message_id)
    assert karim.toasts[-1] == "Cela a été réglé entre-temps. Voici où l’on en est."
    assert "a été retirée" in stale.text
    messages = len(karim.messages)
    assert world.deliver() == ["withdrawn"]
    assert len(karim.messages) == messages
    assert "a retiré cette proposition" in karim.last.text


async def test_accepting_twice_is_one_acceptance(world: World) -> None:
    _, karim = await offered(world)
    first, second, *_ = [data for _, data in karim.last.buttons if data.startswith("ac:")]
    number = karim.last.message_id
    await karim.tap_data(first, number)
    await karim.tap_data(first, number)
    again = await karim.tap_data(second, number)
    assert again.text.startswith("Votre rendez-vous avec")
    assert world.deliver() == ["booked"]


async def test_a_meeting_is_cancelled_only_after_asking(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    asked = await rania.tap("^ca:\\d+:0$")
    assert (asked.labels[0], asked.labels[-1]) == ("No, keep it", "Yes, cancel it")
    kept = await rania.tap("^me:")
    assert kept.text.startswith("Your meeting with")
    await rania.tap("^ca:\\d+:0$")
    ended = await rania.tap("^ca:\\d+:1$")
    assert ended.text == "The meeting is cancelled. I have let \u2068Karim\u2069 know."
    assert world.deliver() == ["cancelled"]
    assert "a dû annuler" in karim.last.text


async def test_the_list_opens_each_meeting_and_offer(world: World) -> None:
    rania, karim = await offered(world)
    sent = await rania.say("/meetings")
    assert "1 offer of yours is out" in sent.text
    assert (await rania.tap("^me:")).labels[0] == "Withdraw the offer"
    received = await karim.say("/meetings")
    assert "1 proposition attend votre réponse" in received.text
    await karim.tap("^me:")
    await karim.tap("^ac:")
    world.deliver()
    booked = await rania.say("/meetings")
    assert "House of Karim" in booked.text
    assert (await rania.tap("^me:")).labels == [*BOOKED, "Report to the organisers"]


async def test_a_slot_that_has_gone_leaves_the_others(world: World) -> None:
    _, karim = await offered(world)
    minute = first_slot(karim)
    await rival_offer(world, minute, minute + 20)
    world.deliver()
    one, other = karim.messages[-2:]
    await karim.tap("^ac:", on=one)
    left = await karim.tap_data(f"ac:2:{minute}", other.message_id)
    assert karim.toasts == []
    assert left.text.startswith("Ce créneau a été pris entre-temps. Voici ce qui reste libre")
    accepts = [data for _, data in left.buttons if data.startswith("ac:")]
    assert accepts == [f"ac:2:{minute + 20}"]


def first_slot(karim: Phone) -> int:
    """The first slot of the offer that Karim sees, in minutes."""
    packed = next(data for _, data in karim.last.buttons if data.startswith("ac:"))
    return int(packed.split(":")[2])


async def rival_offer(world: World, *minutes: int) -> None:
    """Lina offers Karim these slots."""
    lina = world.phone("Lina", "en")
    card = await lina.onboard(MAKER, speaks=7)
    while "Karim" not in card.text:
        following = next(data for label, data in card.buttons if label == "Next")
        card = await lina.tap(f"^{following}$")
    match = next(data for _, data in card.buttons if data.startswith("pr:")).split(":")[1]
    slots = ".".join(f"{minute:x}" for minute in minutes)
    await lina.tap_data(f"of:{match}:{slots}", card.message_id)


async def test_two_acceptances_of_one_slot_at_once_make_one_meeting(world: World) -> None:
    _, karim = await offered(world)
    minute = first_slot(karim)
    await rival_offer(world, minute)
    world.deliver()
    one, other = karim.messages[-2:]
    async with anyio.create_task_group() as both:
        for number, seen in ((1, one), (2, other)):
            query = karim.query(f"ac:{number}:{minute}", seen.message_id)
            both.start_soon(_feed, world, query)
    fixed = [seen.text.startswith("C’est fixé") for seen in (one, other)]
    assert sorted(fixed) == [False, True]


async def _feed(world: World, query: dict[str, object]) -> None:
    await world.feed(callback_query=query)


async def test_leafing_goes_through_all_and_back(world: World) -> None:
    for name in ("Ali", "Bea", "Cem"):
        await world.phone(name, "en").onboard(BUYER, speaks=7)
    rania = world.phone("Rania", "en")
    first = (await rania.onboard(MAKER, speaks=7)).text
    assert first.endswith("1 of 3")
    assert (await rania.tap("^mc:")).text.endswith("2 of 3")
    back, on = [data for _, data in rania.last.buttons if data.startswith("mc:")]
    assert (await rania.tap(f"^{on}$")).text.endswith("3 of 3")
    await rania.tap("^mc:")
    assert (await rania.tap(f"^{back}$")).text == first
    await rania.tap("^mp:")
    left = await rania.tap("^pa:")
    assert left.text.endswith("1 of 2")
    assert left.text != first


async def test_old_cards_still_work_after_other_talk(world: World) -> None:
    rania, _ = await pair(world)
    card = rania.last
    await rania.say("/profile")
    await rania.tap("^go:name")
    again = await rania.tap("^pr:", on=card)
    assert again.labels[0] == "Propose these times"


@pytest.mark.parametrize("mode", [Mode.IN_PERSON])
async def test_in_a_hall_a_meeting_has_a_table(world: World) -> None:
    _, karim = await offered(world)
    booked = await karim.tap("^ac:")
    assert ", table 1." in booked.text


async def test_reminders_come_with_the_way_in(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    assert rania.last.labels == BOOKED
    world.clock[0] = world.clock[0].replace(hour=17)
    assert world.deliver() == ["agenda", "agenda"]
    assert rania.last.text.startswith("Tomorrow, Tuesday 13 April, you have 1 meeting.")
    assert karim.last.text.startswith("Demain, mardi 13 avril, vous avez 1 rendez-vous.")


async def test_somebody_who_leaves_is_not_named(world: World) -> None:
    rania, karim = await offered(world)
    await rania.say("/privacy")
    await rania.tap("^go:erase:")
    gone = await rania.tap("^go:erase_yes:")
    assert gone.text.startswith("Everything about you is erased.")
    world.deliver()
    assert "a quitté l’événement" in karim.last.text
    assert "Rania" not in karim.last.text
