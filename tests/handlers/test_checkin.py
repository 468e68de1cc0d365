"""At the door: found in any script, checked in by a tap or a badge, once; nothing else is told."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.checkin import day_at
from matchmaking.moderation import NewStanding, Standing, account_key
from matchmaking.organisers import Invitation, OrganiserRole
from matchmaking.ports import UnitOfWork
from matchmaking.registrations import Registered
from matchmaking.usecases import arrivals, figures
from tests.handlers.chat import Phone, World
from tests.handlers.filled import become
from tests.handlers.people import current_event
from tests.handlers.test_attendees import HEAD, organiser, registered

pytestmark = pytest.mark.anyio

OTHER = "This badge is somebody else’s: the code on it is for the people at the door."
ONLY = "Only organisers can do that."


async def helper(world: World, name: str = "Hana") -> Phone:
    def invited(uow: UnitOfWork, now: datetime) -> str:
        return arrivals.new_link(
            uow,
            Invitation(
                event_id=current_event(uow).id,
                role=OrganiserRole.HELPER,
                expires_at=now + timedelta(days=1),
            ),
        )

    hana = world.phone(name, "en")
    await hana.say(f"/start o_{world.store.run_sync(invited)}")
    return hana


def listed(world: World) -> dict[str, Registered]:
    kept = world.store.run_sync(lambda uow, now: uow.registrations.all(current_event(uow).id))
    return {one.what.name: one for one in kept}


def here(world: World) -> list[str]:
    """The names of those who are there today."""

    def look(uow: UnitOfWork, now: datetime) -> list[str]:
        event = current_event(uow)
        return [one.name for one in uow.checkins.guests(event.id) if day_at(event, now) in one.here]

    return world.store.run_sync(look)


def deeds(world: World) -> list[str]:
    def look(uow: UnitOfWork, now: datetime) -> list[str]:
        page = uow.audit.page(current_event(uow).id, limit=50)
        return [one.deed for one in page if one.deed.startswith("check")]

    return world.store.run_sync(look)


async def test_a_helper_finds_somebody_and_checks_them_in(world: World) -> None:
    await registered(world)
    hana = await helper(world)
    asked = await hana.say("/checkin")
    assert asked.text == (
        "Check-in for \u2068Mediterranean Techdays\u2069. Write part of a name, of an "
        "organisation, or a registration code, and I find the person. "
        "Or scan a badge with the phone’s camera: "
        "that checks its wearer in.\n\nTuesday 13 April: 0 checked in, 3 expected."
    )
    found = await hana.say("رانيا")
    assert found.text == (
        "1. \u2068Rania Haddad\u2069, \u2068Coop des Oliviers\u2069\n"
        "Small or medium company\nNot checked in yet\n\n"
        "Tuesday 13 April: 0 checked in, 3 expected."
    )
    done = await hana.tap("^ci:.*:in$")
    assert hana.toasts == ["Checked in"]
    assert done.text == (
        "\u2068Rania Haddad\u2069, \u2068Coop des Oliviers\u2069\n"
        "Small or medium company\nChecked in at 10:00\n\n"
        "Tuesday 13 April: 1 checked in, 3 expected."
    )
    back = await hana.tap("^ci:.*:out$")
    assert "Not checked in yet" in back.text
    assert here(world) == []
    # The chat stays at the door: the next name can be typed at once.
    assert "أمل بن سالم" in (await hana.say("amal")).text
    assert deeds(world) == ["check_in_undone", "checked_in"]


async def test_two_helpers_at_once_have_one_effect(world: World) -> None:
    await registered(world)
    hana, sami = await helper(world), await helper(world, "Sami")
    for phone in (hana, sami):
        await phone.say("/checkin")
        await phone.say("rania")
    packed = next(data for _, data in hana.last.buttons if data.startswith("ci:"))
    for phone in (hana, sami, sami):
        await phone.tap_data(packed, phone.last.message_id)
    assert hana.toasts == ["Checked in"]
    assert sami.toasts == ["Checked in before; nothing has changed"] * 2
    out = packed.replace(":in", ":out")
    for phone in (hana, sami):
        await phone.tap_data(out, phone.last.message_id)
    assert sami.toasts[-1] == "Not checked in; nothing has changed"
    assert deeds(world) == ["check_in_undone", "checked_in"]


async def test_a_badge_checks_in_and_leaves_the_link_unopened(world: World) -> None:
    links = await registered(world)
    hana, rania = await helper(world), world.phone("R.", "fr")
    badge = listed(world)["Rania Haddad"].badge
    first = await hana.say(f"/start {badge}")
    assert first.text.startswith("Checked in. Welcome.\n\n\u2068Rania Haddad\u2069")
    again = await hana.say(f"/start {badge}")
    assert again.text.startswith("This badge was checked in before; nothing has changed.")
    assert listed(world)["Rania Haddad"].claimed_at is None
    assert here(world) == ["Rania Haddad"]
    await rania.say(f"/start {links['Rania Haddad']}")
    assert listed(world)["Rania Haddad"].claimed_at is not None
    assert here(world) == ["Rania Haddad"]
    await hana.say("rania")
    await hana.tap("^ci:.*:out$")
    assert here(world) == []


async def test_a_badge_opens_the_assistant_for_its_wearer_only(world: World) -> None:
    await registered(world)
    badge = listed(world)["Rania Haddad"].badge
    rania, eve, walker = world.phone("R.", "fr"), world.phone("Eve"), world.phone("Wassim")
    await walker.onboard("We make olive oil.")
    assert (await walker.say(f"/start {badge}")).text.startswith(OTHER)
    opened = await rania.say(f"/start {badge}")
    assert "Rania Haddad" in opened.text
    assert "Rania Haddad" in (await rania.say(f"/start {badge}")).text
    told = await eve.say(f"/start {badge}")
    assert told.text.startswith(OTHER)
    assert "Rania" not in told.text
    assert (await eve.say("/start b_never")).text.startswith("I do not know this link.")
    assert here(world) == []


async def test_a_personal_link_in_a_helpers_hands_stays_unopened(world: World) -> None:
    links = await registered(world)
    hana = await helper(world)
    shown = await hana.say(f"/start {links['Rania Haddad']}")
    assert shown.text.startswith("This is the personal link of somebody.")
    assert listed(world)["Rania Haddad"].claimed_at is None
    await hana.tap("^ci:.*:in$")
    assert here(world) == ["Rania Haddad"]
    own = await hana.say(f"/start {links['Karim Sassi']}")
    await hana.tap("^oln:", on=own)
    assert listed(world)["Karim Sassi"].claimed_at is not None
    # Their own badge leads them where they are, as anybody's does.
    mine = await hana.say(f"/start {listed(world)['Karim Sassi'].badge}")
    assert "Checked in" not in mine.text


async def test_who_takes_part_without_a_registration_is_checked_in_too(world: World) -> None:
    wassim, hana = world.phone("Wassim Trabelsi"), await helper(world)
    await wassim.onboard("We make olive oil.")
    await hana.say("/checkin")
    found = await hana.say("wasim")
    assert "House of Wassim Trabelsi" in found.text
    assert "olive oil" not in found.text
    await hana.tap("^ci:a:")
    assert here(world) == ["Wassim Trabelsi"]


async def test_who_was_removed_is_not_expected(world: World) -> None:
    wassim, hana = world.phone("Wassim"), await helper(world)
    await wassim.onboard("We make olive oil.")
    await hana.say("/checkin")
    found = await hana.say("wassim")
    packed = next(data for _, data in found.buttons if data.startswith("ci:"))

    def remove(uow: UnitOfWork, now: datetime) -> None:
        event = current_event(uow)
        person = uow.people.by_telegram(wassim.user.id)
        assert person is not None
        uow.moderation.decide(
            NewStanding(
                event_id=event.id,
                person=person.id,
                key=account_key(event, person.telegram_id),
                standing=Standing.REMOVED,
                since=now,
                was_paused=False,
            )
        )

    world.store.run_sync(remove)
    await hana.tap_data(packed, found.message_id)
    assert here(world) == []
    assert (await hana.say("wassim")).text.startswith("I find nobody for \u2068wassim\u2069.")


async def test_a_removed_helper_is_refused_everywhere(world: World) -> None:
    await registered(world)
    hana = await helper(world)
    await hana.say("/checkin")
    await hana.say("rania")
    packed = next(data for _, data in hana.last.buttons if data.startswith("ci:"))
    become(hana, None)
    await hana.tap_data(packed, hana.last.message_id)
    assert hana.toasts[-1].startswith(ONLY)
    assert (await hana.say("amal")).text.startswith(ONLY)
    assert (await hana.say("/checkin")).text.startswith(ONLY)
    await hana.say(f"/start {listed(world)['Karim Sassi'].badge}")
    assert here(world) == []


async def test_check_in_waits_for_the_event(world: World) -> None:
    await registered(world)
    hana = await helper(world)
    await hana.say("/checkin")
    await hana.say("rania")
    packed = next(data for _, data in hana.last.buttons if data.startswith("ci:"))
    world.advance(days=30)
    await hana.tap_data(packed, hana.last.message_id)
    assert hana.toasts[-1].startswith("Check-in opens the day before the event")
    assert "opens the day before" in (await hana.say("/checkin")).text
    assert [label for label in (await hana.say("rania")).labels if "Rania" in label] == []


async def test_whoever_is_on_no_list_scans_the_public_link(world: World) -> None:
    hana = await helper(world)
    await hana.say("/checkin")
    shown = await hana.tap("^dr:walk_in")
    assert shown.file.startswith(b"\x89PNG")
    assert "t.me/multaqa_bot" in shown.text

    def shut(uow: UnitOfWork, now: datetime) -> None:
        plan = current_event(uow).plan
        uow.events.put(replace(plan, walk_ins=False, contact="Leïla"))

    world.store.run_sync(shut)
    closed = await hana.tap("^dr:walk_in", on=hana.messages[-2])
    assert closed.text.endswith("Ask here: \u2068Leïla\u2069")


async def test_organisers_see_the_counts_and_take_them(world: World) -> None:
    await registered(world)
    omar = await organiser(world)
    await omar.say("/checkin")
    await omar.say("rania")
    await omar.tap("^ci:.*:in$")
    report = await omar.say("/report")
    assert "Expected, Tuesday 13 April: 3\nChecked in, Tuesday 13 April: 1" in report.text
    taken = await omar.tap("^ft:check_in:csv")
    rows = taken.file.decode("utf-8-sig").splitlines()
    days = "Tuesday 13 April;Wednesday 14 April"
    assert rows[0] == f"Code;Name;Organisation;Role;Uses the assistant;{days}"
    assert rows[1] == ";Rania Haddad;Coop des Oliviers;Small or medium company;No;10:00;"
    kept = world.store.run_sync(lambda uow, now: figures.report(uow, now, actor=None))
    assert [(one.here, one.expected) for one in kept.days] == [(1, 3), (0, 3)]


async def test_five_thousand_are_searched_in_no_time(world: World) -> None:
    """Bounded loosely: nobody at a door waits."""
    rows = "".join(f"Person {n} Haddad{n};;Tunisie;PME;;;;\n" for n in range(5000))
    await registered(world, HEAD + rows)
    hana = await helper(world)
    await hana.say("/checkin")
    begun = time.perf_counter()
    found = await hana.say("haddad4711")
    assert time.perf_counter() - begun < 3
    assert "Haddad4711" in found.text
