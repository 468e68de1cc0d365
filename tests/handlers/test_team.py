"""The team in the chat: invited by a link, given another role, removed, and what is left then."""

import re

import pytest
from aiogram.filters import Command
from aiogram.methods import DeleteMyCommands, SetMyCommands

from handlers.screens.setup import ORGANISING
from matchmaking.organisers import OrganiserRole
from tests.handlers.chat import Phone, World
from tests.handlers.filled import become
from tests.handlers.forging import of_duty

pytestmark = pytest.mark.anyio

ONLY = (
    "Only organisers can do that. "
    "You lose nothing: your matches are in /matches, your meetings in /meetings."
)


async def owner(world: World) -> Phone:
    omar = world.phone("Omar", "en")
    await omar.say("/start")
    become(omar, OrganiserRole.OWNER)
    return omar


async def invited(world: World, omar: Phone, name: str, role: str, code: str = "en") -> Phone:
    """Somebody who opened a link made for that role."""
    await omar.say("/team")
    await omar.tap("^tg:invite")
    made = await omar.tap(f"^ti:{role}:")
    found = re.search(r"\?start=(\S{1,64})$", made.text, re.M)
    assert found, made.text
    phone = world.phone(name, code)
    await phone.say(f"/start {found[1]}")
    return phone


async def test_a_co_organiser_comes_by_link_and_goes_by_a_tap(world: World) -> None:
    omar = await owner(world)
    leila = await invited(world, omar, "Leila", "co_organiser", "fr")
    assert "organis" in leila.last.text
    board = await leila.say("/team")
    assert "Leila" in board.text
    team = await omar.say("/team")
    assert [line for line in team.text.split("\n") if line] == [
        "Who helps to run the event",
        "Owner",
        "\u2068Omar\u2069",
        "Co-organiser",
        "\u2068Leila\u2069",
    ]
    one = await omar.tap("^tm:2:")
    assert "Co-organiser" in one.text
    await omar.tap("^tx:2:0:")
    gone = await omar.tap("^tx:2:1:")
    assert gone.text.startswith("Removed. They will be told.")
    assert world.deliver() == ["organisers"]
    assert leila.last.text.startswith("Vous ne faites plus partie")
    told = len(leila.toasts)
    await leila.tap("^ti:|^tg:invite", on=board)
    assert len(leila.toasts) == told + 1
    assert leila.toasts[-1].startswith("Seule l’équipe") or "organis" in leila.toasts[-1]


async def test_a_helper_is_told_what_they_can_do_and_no_more(world: World) -> None:
    omar = await owner(world)
    noor = await invited(world, omar, "Noor", "helper")
    assert noor.last.text.startswith("Welcome to the team of")
    assert "Write an announcement" not in noor.last.labels
    for command in ("/team", "/audit", "/announce"):
        assert (await noor.say(command)).text == ONLY


async def test_another_role_is_told_and_counts_at_once(world: World) -> None:
    omar = await owner(world)
    noor = await invited(world, omar, "Noor", "helper")
    await omar.say("/team")
    await omar.tap("^tm:2:")
    await omar.tap("^tr:2:co_organiser:")
    assert omar.toasts[-1] == "Changed. They will be told."
    assert world.deliver() == ["organisers"]
    assert noor.last.text.endswith("It is now: Co-organiser")
    assert (await noor.say("/team")).text.startswith("Who helps")


async def test_the_last_owner_is_told_why_not(world: World) -> None:
    omar = await owner(world)
    await omar.say("/team")
    await omar.tap("^tm:1:")
    await omar.tap("^tx:1:0:")
    await omar.tap("^tx:1:1:")
    assert omar.toasts[-1] == "This is the only owner: make somebody else an owner first."


async def test_the_trail_is_paged_and_filtered_in_the_readers_language(world: World) -> None:
    omar = await owner(world)
    leila = await invited(world, omar, "Leila", "co_organiser", "ar")
    for _ in range(11):
        await omar.say("/team")
        await omar.tap("^tg:invite")
        await omar.tap("^ti:helper:")
    page = await leila.say("/audit")
    assert page.text.startswith("سجلّ ما جرى")
    older = await leila.tap("^au:0:[1-9]")
    assert "انضمام برابط" in older.text
    await leila.tap("^tg:doers")
    mine = await leila.tap("^au:2:0:")
    assert mine.text.count("\u2068Leila\u2069") == 2


async def test_leaving_the_team_leaves_an_attendee(world: World) -> None:
    omar = await owner(world)
    leila = await invited(world, omar, "Leila", "co_organiser")
    await leila.say("/team")
    await leila.tap("^tm:2:")
    await leila.tap("^tx:2:0:")
    left = await leila.tap("^tx:2:1:")
    assert left.text.startswith("You have left the team of")
    assert left.labels == ["Take part myself"]
    assert (await leila.say("/team")).text == ONLY


async def test_the_menu_of_commands_follows_the_role(world: World) -> None:
    """A helper's menu has what helpers do; whoever is taken off the team has everybody's again."""
    omar, hana = world.phone("Omar"), world.phone("Hana")
    for phone in (omar, hana):
        await phone.say("/start")
    become(omar, OrganiserRole.OWNER)
    become(hana, OrganiserRole.HELPER)
    known = world.store.run_sync(lambda uow, now: uow.people.by_telegram(hana.user.id))
    assert known is not None
    await omar.say("/team")
    await omar.tap_data(f"tr:{known.id}:co_organiser", omar.last.message_id)
    assert "announce" in _menu(world, hana)
    await omar.tap_data(f"tr:{known.id}:helper", omar.last.message_id)
    assert "checkin" in _menu(world, hana)
    assert "announce" not in _menu(world, hana)
    await omar.tap_data(f"tx:{known.id}:1", omar.last.message_id)
    (last, *_) = reversed(world.session.of(DeleteMyCommands))
    assert last.scope.chat_id == hana.user.id


def _menu(world: World, phone: Phone) -> list[str]:
    calls = [one for one in world.session.of(SetMyCommands) if one.scope is not None]
    last = [one for one in calls if one.scope.chat_id == phone.user.id][-1]
    return [one.command for one in last.commands]


def test_every_command_of_a_duty_is_in_the_menu() -> None:
    """A new one is added to `handlers.screens.setup.ORGANISING`, under its duty."""
    for name, duty, handler in of_duty():
        asked = [one.callback for one in handler.filters or ()]
        for names in (one.commands for one in asked if isinstance(one, Command)):
            assert {(duty, str(one)) for one in names} & set(ORGANISING), name
