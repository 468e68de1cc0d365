"""Clusters in the chat: partners become clusters, members come and go, two are introduced."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from matchmaking.intents import Language
from matchmaking.organisers import OrganiserRole
from matchmaking.partners import Partner
from matchmaking.usecases import arrivals, digests
from tests.handlers.chat import Phone, World
from tests.handlers.filled import become
from tests.handlers.pairs import BUYER, MAKER

pytestmark = pytest.mark.anyio

ARC = Partner(code="arc", names={Language.EN: "Blue Arc", Language.AR: "القوس الأزرق"})


def held(world: World) -> None:
    """The event names a partner."""
    event = world.store.run_sync(lambda uow, now: uow.events.current())
    assert event is not None
    plan = replace(event.plan, partners=(ARC,))
    world.store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))


async def organiser(world: World) -> Phone:
    owner = world.phone("Owner")
    await owner.say("/start")
    become(owner, OrganiserRole.OWNER)
    return owner


def payload(text: str) -> str:
    found = re.search(r"start=([\w-]+)", text)
    assert found is not None
    return found[1]


async def manager(world: World, owner: Phone, name: str = "Nadia") -> Phone:
    """Somebody whom an organiser asks to look after the cluster."""
    await owner.say("/clusters")
    await owner.tap("^clb:")
    link = await owner.tap("^cle:")
    boss = world.phone(name)
    await boss.say(f"/start {payload(link.text)}")
    return boss


async def member(world: World, boss: Phone, name: str, words: str) -> Phone:
    """Somebody who takes part, and says yes to the cluster's link."""
    who = world.phone(name)
    await who.onboard(words, speaks=7)
    await boss.say("/cluster")
    link = await boss.tap("^cll:\\d+:1")
    await who.say(f"/start {payload(link.text)}")
    await who.tap("^clj:")
    return who


async def test_an_organiser_names_a_manager_by_link_and_takes_it_back(world: World) -> None:
    held(world)
    owner = await organiser(world)
    boss = await manager(world, owner)
    assert "You look after this cluster from now on." in boss.last.text
    assert "Blue Arc" in boss.last.text
    card = await owner.tap("^clb:", on=await owner.say("/clusters"))
    assert "Looked after by" in card.text
    await owner.tap("^clr:.*:0")
    await owner.tap("^clr:.*:1")
    assert "Nobody looks after it yet." in owner.last.text
    assert world.deliver() == ["cluster"]
    assert "no more" in boss.last.text
    assert "Your clusters" in (await boss.say("/cluster")).text


async def test_a_link_that_was_used_brings_nobody_else_in(world: World) -> None:
    held(world)
    owner = await organiser(world)
    await owner.say("/clusters")
    await owner.tap("^clb:")
    link = payload((await owner.tap("^cle:")).text)
    boss, eve = world.phone("Nadia"), world.phone("Eve")
    await boss.say(f"/start {link}")
    told = await eve.say(f"/start {link}")
    assert "Blue Arc" not in told.text.replace("Held by \u2068Blue Arc\u2069", "")
    assert "used" in told.text


async def test_members_come_by_the_link_and_leave_with_a_tap(world: World) -> None:
    held(world)
    boss = await manager(world, await organiser(world))
    rania = await member(world, boss, "Rania", MAKER)
    assert "You belong to \u2068Blue Arc\u2069." in rania.last.text
    await boss.say("/cluster")
    assert "Rania" in (await boss.tap("^clm:")).text
    await rania.say("/privacy")
    await rania.tap("^clc")
    await rania.tap("^clx:")
    assert "You do not belong to" in rania.last.text
    await boss.say("/cluster")
    assert "Nobody yet." in (await boss.tap("^clm:")).text
    await boss.tap("^clh:")
    await boss.tap("^cll:\\d+:1")
    old = payload(boss.last.text)
    await boss.tap("^cll:\\d+:0")
    assert "The link leads nowhere any more." in boss.last.text
    karim = world.phone("Karim")
    await karim.say(f"/start {old}")
    assert not any(data.startswith("clj:") for _, data in karim.last.buttons)


async def test_a_newcomer_is_asked_and_then_goes_on_as_anybody(world: World) -> None:
    held(world)
    boss = await manager(world, await organiser(world))
    await boss.say("/cluster")
    link = payload((await boss.tap("^cll:\\d+:1")).text)
    zoe = world.phone("Zoe")
    await zoe.say(f"/start {link}")
    ask, welcome = zoe.messages
    assert ask.labels == ["Yes, I belong to it", "No"]
    assert welcome.labels == ["English", "العربية", "Français"]
    await zoe.tap("^clj:", on=ask)
    await zoe.tap("^la:en$", on=welcome)
    await zoe.tap("^ok:1$", on=welcome)
    await boss.say("/cluster")
    assert "Zoe" in (await boss.tap("^clm:")).text


async def introduced(world: World) -> tuple[Phone, Phone, Phone]:
    """Rania, a member, and Karim are introduced with a line, and told; returns the manager, too."""
    held(world)
    boss = await manager(world, await organiser(world))
    rania = await member(world, boss, "Rania", MAKER)
    karim = world.phone("Karim")
    await karim.onboard("We are looking for a patent lawyer.", speaks=7)
    await boss.say("/cluster")
    await boss.tap("^clm:")
    await boss.tap("^clo:")
    await boss.tap("^cli:")
    assert "Nobody who can be met" in (await boss.say("Zzz")).text
    await boss.say("house of kar")
    await boss.tap("^clt:")
    shown = await boss.say("You both <b>love</b> oil")
    assert "Your line: “\u2068You both <b>love</b> oil\u2069”" in shown.text
    await boss.tap("^cls:")
    world.deliver()
    return boss, rania, karim


async def test_two_are_introduced_and_meet(world: World) -> None:
    boss, rania, karim = await introduced(world)
    asked = karim.last
    assert "Nadia" in asked.text
    assert "of \u2068Blue Arc\u2069:" in asked.text
    assert asked.labels == ["I would like to meet", "Not now", "Report to the organisers"]
    await karim.tap("^cly:\\d+:1")
    assert "You would like to meet" in karim.last.text
    theirs = rania.last
    chosen = await rania.tap("^cly:\\d+:1")
    assert chosen.message_id == theirs.message_id
    assert rania.toasts[-1] == "You both agreed"
    before = (len(rania.messages), len(karim.messages))
    told = world.deliver()
    assert "offer" in told
    assert (len(rania.messages), len(karim.messages)) == before
    assert "So I proposed in your name:" in karim.last.text
    await rania.tap("^ac:")
    assert "booked" in world.deliver()
    await boss.say("/cluster")
    assert "1 introduction both agreed to" in boss.last.text
    shown = await boss.tap("^clp:")
    assert "both agreed" in shown.text


async def test_a_no_reaches_nobody(world: World) -> None:
    boss, rania, karim = await introduced(world)
    await rania.tap("^cly:\\d+:0")
    assert rania.last.labels == ["I would like to meet after all", "Report to the organisers"]
    world.deliver()
    assert karim.last.labels[0] == "I would like to meet"
    await boss.say("/cluster")
    assert "waiting" in (await boss.tap("^clp:")).text
    await karim.tap("^cly:\\d+:1")
    assert "As soon as the other agrees" in karim.last.text
    world.advance(hours=49)
    world.deliver()
    for phone in (rania, karim):
        assert "This introduction is over." in phone.last.text
    # The old button still answers.
    await karim.tap_data("cly:1:1", karim.last.message_id)
    assert "This introduction is over." in karim.last.text


async def test_whoever_introduces_is_reported_from_the_message(world: World) -> None:
    _, rania, _ = await introduced(world)
    why = await rania.tap("^rp:i:")
    assert "Nadia" in why.text
    await rania.tap("^rw:i:\\d+:spam")
    back = await rania.tap("^clv:")
    assert "An introduction by" in back.text
    await rania.tap("^rp:i:")
    await rania.tap("^rw:i:\\d+:spam")
    await rania.tap("^rs:i:")
    assert world.deliver() != []


async def test_a_pair_that_cannot_be_is_refused_without_a_reason(world: World) -> None:
    held(world)
    boss = await manager(world, await organiser(world))
    await member(world, boss, "Rania", MAKER)
    karim = await member(world, boss, "Karim", BUYER)
    card = await karim.say("/matches")
    await karim.tap("^mp:", on=card)
    await karim.tap("^nm:.*:0")
    await karim.tap("^nm:.*:1")
    await boss.say("/cluster")
    await boss.tap("^clm:")
    rows = [data for _, data in boss.last.buttons if data.startswith("clo:")]
    one, other = (data.split(":")[2] for data in rows)
    told = await boss.tap_data(f"clt:1:{one}:{other}", boss.last.message_id)
    assert told.text.startswith("These two cannot be introduced just now.")


async def test_the_evenings_message_comes_and_is_turned_off(world: World) -> None:
    held(world)
    boss = await manager(world, await organiser(world))
    await member(world, boss, "Rania", MAKER)
    world.deliver()
    world.clock[0] = datetime(2027, 4, 13, 18, 30, tzinfo=world.clock[0].tzinfo)
    world.store.run_sync(digests.owe)
    assert "cluster_digest" in world.deliver()
    assert "this evening" in boss.last.text
    await boss.tap("^cld:\\d+:0")
    world.advance(days=1)
    assert world.store.run_sync(digests.owe) == 0
