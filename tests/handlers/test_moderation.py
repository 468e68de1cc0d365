"""Reporting from a card and from a meeting, the queue, and what a removed person can still do."""

import pytest

from matchmaking.organisers import OrganiserRole
from tests.handlers.chat import Phone, World
from tests.handlers.filled import become
from tests.handlers.pairs import offered, pair

pytestmark = pytest.mark.anyio


async def owner(world: World) -> Phone:
    omar = world.phone("Omar", "en")
    await omar.say("/start")
    become(omar, OrganiserRole.OWNER)
    return omar


async def report(rania: Phone) -> None:
    await rania.say("/matches")
    await rania.tap("^mp:")
    await rania.tap("^rp:m:")
    await rania.tap("^rw:m:.*:spam$")
    shown = await rania.say("<b>Five</b> messages \u202eon one day")
    assert "“\u2068<b>Five</b> messages on one day\u2069”" in shown.text
    await rania.tap("^rs:")


async def test_a_report_from_a_card_reaches_the_queue_without_a_name(world: World) -> None:
    omar = await owner(world)
    rania, karim = await pair(world)
    await report(rania)
    assert rania.last.text.startswith("Thank you. The organisers will look into it.")
    assert world.deliver() == ["organisers"]
    await omar.tap("^rq:queue:1")
    case = await omar.tap("^rc:")
    assert "\u2068Karim\u2069" in case.text
    assert "Rania" not in case.text
    assert "<b>Five</b>" in case.text
    assert (await rania.say("/matches")).text.startswith(("Nobody", "You have been", "I have"))
    before = len(karim.messages)
    assert len(karim.messages) == before


async def test_an_offer_can_be_reported(world: World) -> None:
    await owner(world)
    _, karim = await offered(world)
    await karim.say("/meetings")
    await karim.tap("^me:")
    await karim.tap("^rp:e:")
    await karim.tap("^rw:e:.*:unwelcome$")
    done = await karim.tap("^rs:e:")
    assert done.text.startswith("Merci.")
    assert sorted(world.deliver()) == ["declined", "organisers"]


async def test_paused_is_told_kindly_and_can_ask(world: World) -> None:
    omar = await owner(world)
    rania, karim = await pair(world)
    await report(rania)
    await omar.say("/reports")
    await omar.tap("^rc:")
    await omar.tap("^rd:.*:pause$")
    world.deliver()
    told = karim.last
    assert "en pause pour le moment" in told.text
    assert "Rania" not in told.text
    refused = await karim.say("/matches")
    assert refused.text.startswith("L’équipe a mis vos mises en relation en pause.")
    await karim.tap("^rb", on=told)
    assert (await karim.say("Je ne savais pas.")).text.startswith("C’est transmis.")
    await omar.say("/reports")
    appeal = await omar.tap("^rc:")
    assert "Je ne savais pas." in appeal.text
    await omar.tap("^rq:held")
    await omar.tap("^rl:")
    world.deliver()
    assert karim.last.text.startswith("Bonne nouvelle")


async def test_a_removed_person_can_erase_and_ask_and_nothing_else(world: World) -> None:
    omar = await owner(world)
    rania, karim = await pair(world)
    old = karim.last
    await report(rania)
    await omar.say("/reports")
    await omar.tap("^rc:")
    await omar.tap("^rd:.*:remove$")
    gone = await omar.tap("^rd:.*:remove_yes$")
    assert gone.text.startswith("Removed.")
    world.deliver()
    out = "L’équipe a mis fin à votre participation."
    for words in ("/start", "/matches", "/profile", "/help", "Bonjour"):
        assert (await karim.say(words)).text.startswith(out), words
    await karim.tap("^mp:|^go:matches:", on=old)
    assert karim.toasts[-1].startswith(out)
    await karim.say("/privacy")
    await karim.tap("^go:erase:")
    await karim.tap("^go:erase_yes:")
    assert (await karim.say("/start")).text.startswith(out)
    assert (await karim.say("Bonjour")).text.startswith(out)


async def test_a_case_decided_by_another_says_so(world: World) -> None:
    omar, leila = await owner(world), await owner(world)
    rania, _ = await pair(world)
    await report(rania)
    for organiser in (omar, leila):
        await organiser.say("/reports")
        await organiser.tap("^rc:")
    await omar.tap("^rd:.*:dismiss$")
    await leila.tap("^rd:.*:pause$")
    assert leila.toasts[-1] == "This was decided in the meantime."
