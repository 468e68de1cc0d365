"""Organisers change the event from the chat, one thing at a time, each after a yes."""

from datetime import date, datetime

import pytest

from handlers.zones import find_zones
from matchmaking.event_table import table_of
from matchmaking.eventfile import read_event
from matchmaking.events import Mode
from matchmaking.intents import Language
from matchmaking.sheets.spoken import window_of
from tests.handlers.chat import World
from tests.handlers.test_attendees import organiser
from tests.handlers.test_event import plan

pytestmark = pytest.mark.anyio


async def test_a_number_by_a_tap_in_one_message(world: World) -> None:
    omar = await organiser(world)
    home = await omar.say("/event")
    await omar.tap("^em")
    asked = await omar.tap("^ei:slot_minutes")
    assert "Now: 20" in asked.text
    shown = await omar.tap("^et:slot_minutes:30")
    assert "from \u206820\u2069 to \u206830\u2069" in shown.text
    assert shown.labels == ["Apply these changes", "Leave it as it was"]
    assert plan(world).slot_minutes == 20
    done = await omar.tap("^se:\\d+:yes")
    assert (done.text, plan(world).slot_minutes) == ("Applied. Everybody sees it from now on.", 30)
    assert done.message_id == home.message_id


@pytest.mark.parametrize(
    ("item", "said", "field", "value"),
    [
        ("tables", "٢٥", "tables", 25),
        ("rest_minutes", "7", "rest_minutes", 7),
        ("offer_hours", "36", "offer_hours", 36),
        ("offer_cap", "9", "offer_cap", 9),
        ("short_name", "  <b>Days</b> ", "short_name", "<b>Days</b>"),
        ("zone", "بيروت", "zone", "Asia/Beirut"),
        ("zone", "Le Caire", "zone", "Africa/Cairo"),
        ("zone", "europe/paris", "zone", "Europe/Paris"),
    ],
)
async def test_a_typed_value_is_shown_and_applied(
    world: World, item: str, said: str, field: str, value: object
) -> None:
    omar = await organiser(world, "ar")
    await omar.say("/event")
    await omar.tap("^em")
    await omar.tap(f"^ei:{item}")
    await omar.say(said)
    assert getattr(plan(world), field) != value
    await omar.tap("^se:\\d+:yes")
    assert getattr(plan(world), field) == value


async def test_names_mode_reminders_and_walk_ins(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/event")
    await omar.tap("^em")
    await omar.tap("^ei:name_fr")
    await omar.say("Les Journées")
    await omar.tap("^se:\\d+:yes")
    for tap in (
        "^go:event", "^em", "^ei:mode", "^et:mode:in_person", "^se:\\d+:yes",
        "^go:event", "^em", "^ei:walk_ins", "^et:walk_ins:false", "^se:\\d+:yes",
        "^go:event", "^em", "^ei:reminders", "^er:13", "^et:reminders", "^se:\\d+:yes",
    ):  # fmt: skip
        await omar.tap(tap)
    now = plan(world)
    assert (now.names[Language.FR], now.mode, now.walk_ins) == (
        "Les Journées", Mode.IN_PERSON, False,
    )  # fmt: skip
    assert now.reminders == ("agenda", "quarter", "start")


@pytest.mark.parametrize(
    ("item", "said", "why"),
    [
        ("tables", "many", "\u2068many\u2069 is no number"),
        ("slot_minutes", "2", "\u20682\u2069 is not between 5 and 240"),
        ("zone", "Mars", "I do not know that place’s clock."),
        ("windows", "tomorrow at three", "I could not read a day and two times in that."),
        ("windows", "14/04 17:30-15:30", "it ends before it begins"),
        ("windows", "31/02 15:30-17:30", "I could not read a day and two times in that."),
        ("mode", "hybrid", "Here I need a tap on one of the buttons."),
        ("tables", "0", "It is so already: nothing changes."),
    ],
)
async def test_what_does_not_fit_is_asked_again(
    world: World, item: str, said: str, why: str
) -> None:
    omar = await organiser(world)
    before = plan(world)
    if item == "tables" and before.tables:
        said = said if said != "0" else str(before.tables)
    await omar.say("/event")
    await omar.tap("^em")
    asked = await omar.tap(f"^ei:{item}")
    answer = await omar.say(said)
    assert why in answer.text
    assert answer.text.endswith(asked.text)
    assert answer.labels == asked.labels
    assert plan(world) == before


async def test_windows_come_by_a_line_and_go_by_a_tap(world: World) -> None:
    omar = await organiser(world)
    before = plan(world)
    await omar.say("/event")
    await omar.tap("^em")
    await omar.tap("^ei:windows")
    shown = await omar.say("١٥/٠٤ ١٥:٣٠-١٧:٣٠")
    assert "Thursday 15 April: 15:30" in shown.text
    await omar.tap("^se:\\d+:yes")
    assert len(plan(world).windows) == len(before.windows) + 1
    assert date(2027, 4, 15) in {day.date for day in plan(world).days}
    await omar.tap("^go:event")
    await omar.tap("^em")
    await omar.tap("^ei:windows")
    await omar.tap("^et:windows:w0415-1530")
    await omar.tap("^se:\\d+:yes")
    assert plan(world).windows == before.windows


async def test_back_cancel_and_leaving_change_nothing(world: World) -> None:
    omar = await organiser(world)
    before = plan(world)
    await omar.say("/event")
    menu = await omar.tap("^em")
    await omar.tap("^ei:tables")
    assert (await omar.tap("^em")).text == menu.text
    await omar.tap("^ei:tables")
    await omar.say("/cancel")
    await omar.say("41")
    await omar.say("/event")
    await omar.tap("^em")
    await omar.tap("^ei:tables")
    await omar.say("41")
    assert (await omar.tap("^se:\\d+:no")).text == "It stays as it was."
    assert plan(world) == before


async def test_forged_values_are_refused(world: World) -> None:
    omar = await organiser(world)
    before = plan(world)
    await omar.say("/event")
    for data in ("et:mode:moon", "et:zone:Mars/Base", "et:tables:x", "et:reminders:x",
                 "et:walk_ins:x", "et:windows:never", "er:999999"):  # fmt: skip
        await omar.tap_data(data, omar.last.message_id)
    assert "Ref." not in " ".join([*omar.toasts, omar.last.text])
    assert plan(world) == before


async def test_the_table_of_a_plan_reads_back_as_the_plan(world: World) -> None:
    one = plan(world)
    assert table_of(read_event(table_of(one))) == table_of(one)


DAYS = [date(2027, 4, 13), date(2027, 4, 14)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14/04 15:30-17:30", ("2027-04-14T15:30", "2027-04-14T17:30")),
        ("14.4.2028, 9h00 – 10h30", ("2028-04-14T09:00", "2028-04-14T10:30")),
        ("١٤/٠٤ ١٥:٣٠ إلى ١٧:٣٠", ("2027-04-14T15:30", "2027-04-14T17:30")),
        ("14/04 25:00-26:00", None),
        ("14/13 15:00-16:00", None),
        ("15:00-16:00", None),
    ],
)
def test_hours_as_they_are_typed(text: str, found: tuple[str, str] | None) -> None:
    read = window_of(text, DAYS)
    assert (read and tuple(one.isoformat(timespec="minutes") for one in read)) == found


def test_a_country_with_several_clocks_gives_several_zones() -> None:
    moments = (datetime.fromisoformat("2027-04-13T10:00:00+00:00"),)
    assert len(find_zones("United States", moments)) > 1
    assert find_zones("nowhere at all", moments) == ()


async def test_partners_come_and_go(world: World) -> None:
    omar = await organiser(world, "fr")
    await omar.say("/event")
    await omar.tap("^em")
    asked = await omar.tap("^ei:partners")
    assert "Actuellement\u202f: rien" in asked.text
    await omar.say("شبكة القوس الأزرق https://arc.example.org")
    assert plan(world).partners == ()
    await omar.tap("^se:\\d+:yes")
    (one,) = plan(world).partners
    assert (one.names, one.link) == ({Language.AR: "شبكة القوس الأزرق"}, "https://arc.example.org")
    await omar.tap("^go:event")
    await omar.tap("^em")
    await omar.tap("^ei:partners")
    assert "Je n’y ai trouvé aucun nom." in (await omar.say("https://arc.example.org")).text
    await omar.say("Llevant")
    await omar.tap("^se:\\d+:yes")
    assert plan(world).partners[1].names == {Language.FR: "Llevant"}
    await omar.tap("^go:event")
    await omar.tap("^em")
    await omar.tap("^ei:partners")
    await omar.tap(f"^et:partners:{one.code}")
    await omar.tap("^se:\\d+:yes")
    assert [one.names for one in plan(world).partners] == [{Language.FR: "Llevant"}]
    told = await omar.say("/programme")
    assert told.labels == ["Qui organise"]
    shown = await omar.tap("^pgp")
    assert "• \u2068Llevant\u2069" in shown.text
