"""Not for me: the reasons, the next card, and the way back."""

import re

import pytest
from aiogram.types import CallbackQuery

from handlers.resume import resume
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals
from tests.handlers.chat import Phone, World
from tests.handlers.pairs import BUYER, MAKER, pair

pytestmark = pytest.mark.anyio

NONE_LEFT = (
    "You have been through everybody I had for you. Those you put aside come back in time, "
    "and I will write as soon as somebody suitable arrives."
)


async def three(world: World) -> Phone:
    """Rania, who has three to look at."""
    for name in ("Ali", "Bea", "Cem"):
        await world.phone(name, "en").onboard(BUYER, speaks=7)
    rania = world.phone("Rania", "en")
    await rania.onboard(MAKER, speaks=7)
    return rania


def name_on(text: str) -> str:
    return text.split("\u2069")[0].removeprefix("\u2068")


async def test_the_reasons_stand_in_the_same_message_with_a_way_back(world: World) -> None:
    rania, _ = await pair(world)
    card, messages = rania.last, len(rania.messages)
    before, labels, toasts = card.text, card.labels, len(rania.toasts)
    asked = await rania.tap("^mp:")
    assert asked.text.endswith("I will take your reason into account. What does not fit?")
    reasons = ["Not my field", "Not my market", "Perhaps later", "Never meet this person"]
    assert asked.labels == [*reasons, "Report to the organisers", "Back"]
    back = await rania.tap("^mc:")
    assert (back.text, back.labels, len(rania.messages)) == (before, labels, messages)
    assert len(rania.toasts) == toasts


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("not_my_field", "I will show you fewer of this field for a while."),
        ("not_my_market", "I will show you fewer of this market for a while."),
        ("later", "I will bring this up again later."),
    ],
)
async def test_the_next_takes_its_place_and_it_can_be_undone(
    world: World, why: str, said: str
) -> None:
    rania = await three(world)
    first = rania.last.text
    await rania.tap("^mp:")
    after = await rania.tap(f"^pa:\\d+:{why}$")
    assert (rania.toasts[-1], after.text.endswith("1 of 2")) == (said, True)
    assert name_on(after.text) != name_on(first)
    assert after.labels[-1] == f"Show \u2068{name_on(first)}\u2069 again"
    again = await rania.tap("^tb:")
    assert (again.text, rania.toasts[-1]) == (first, "Back in your list.")


async def test_the_one_after_the_last_is_the_one_before(world: World) -> None:
    rania = await three(world)
    await rania.tap("^mc:")
    last = [data for _, data in rania.last.buttons if data.startswith("mc:")][-1]
    await rania.tap(f"^{last}$")
    await rania.tap("^mp:")
    assert (await rania.tap("^pa:")).text.endswith("2 of 2")


async def test_the_end_of_the_list_has_a_way_on(world: World) -> None:
    rania, _ = await pair(world)
    card = rania.last.text
    await rania.tap("^mp:")
    end = await rania.tap("^pa:\\d+:later")
    assert end.text == NONE_LEFT
    assert end.labels == ["Show them all again", "See my profile", "Show \u2068Karim\u2069 again"]
    fresh = await rania.say("/matches")
    assert (fresh.text, fresh.labels) == (NONE_LEFT, end.labels[:2])
    assert (await rania.tap("^go:all_back")).text == card


async def test_an_old_card_of_somebody_put_aside_says_so_and_brings_them_back(world: World) -> None:
    rania, _ = await pair(world)
    old = rania.last
    text = old.text
    new = await rania.say("/matches")
    shown = next(data for _, data in old.buttons if data.startswith("mp:")).replace("mp", "mc")
    await rania.tap("^mp:", on=new)
    await rania.tap("^pa:", on=new)
    card = await rania.tap_data(shown, old.message_id)
    assert card.text.endswith("You have put this aside for now.")
    assert card.labels == ["Propose a meeting", "Show \u2068Karim\u2069 again"]
    assert (await rania.tap("^tb:", on=card)).text == text


async def test_erasing_takes_the_refusals_along(world: World) -> None:
    rania, _ = await pair(world)
    await rania.tap("^mp:")
    await rania.tap("^pa:")

    def declined(uow: UnitOfWork, now: object) -> list[bool]:
        event = uow.events.current()
        assert event is not None
        people = uow.attendees.reachable(event.id)
        return [m.declined is not None for one in people for m in uow.matches.of_viewer(one.id)]

    assert world.store.run_sync(declined) == [True]
    await rania.say("/privacy")
    await rania.tap("^go:erase:")
    await rania.tap("^go:erase_yes:")
    assert world.store.run_sync(declined) == []


@pytest.mark.parametrize("alone", [False, True])
async def test_what_was_put_aside_or_taken_back_is_shown_when_its_edit_was_lost(
    world: World, alone: bool
) -> None:
    phone = (await pair(world))[0] if alone else await three(world)
    if not alone:  # so that the next is not the first
        await phone.tap("^mc:")
    message = phone.last
    for button in ("^mp:", "^pa:", "^tb:"):
        data = next(data for _, data in message.buttons if re.search(button, data))
        shown = await phone.tap_data(data, message.message_id)
        if button == "^mp:":
            continue
        text, labels = shown.text, shown.labels
        shown.html = "what it was before"
        tap = CallbackQuery.model_validate(phone.query(data, message.message_id))
        work = await world.store.take_up(update_id=None, telegram_id=phone.user.id)
        arrival = await work.look(
            lambda uow, now: arrivals.know(uow, now, telegram_id=phone.user.id)
        )
        assert arrival is not None
        await resume(world.bot, work, arrival, tap=tap)
        assert (message.text, message.labels) == (text, labels), button
