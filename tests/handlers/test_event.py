"""Organisers take the event's workbook, send it back, see what changes, and apply it."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from matchmaking.events import EventPlan
from tests.handlers.chat import Phone, World
from tests.handlers.people import current_event
from tests.handlers.test_attendees import organiser

pytestmark = pytest.mark.anyio


def plan(world: World) -> EventPlan:
    return world.store.run_sync(lambda uow, now: current_event(uow)).plan


async def taken(world: World, phone: Phone, form: str = "filled") -> bytes:
    await phone.say("/event")
    await phone.tap(f"^tf:{form}")
    return world.session.sent_files[-1][2]


def edit(content: bytes, *cells: tuple[int, str, Any]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    for sheet, cell, value in cells:
        book.worksheets[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


EXAMPLE = Path("examples/techdays/event.toml").read_bytes()
SLOT = (2, "B2", 30)
"""The settings' first cell, on the third sheet: a page of help comes first."""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This file says what is so already: nothing changes."),
        ("fr", "Ce fichier dit exactement ce qui est déjà\u202f: rien ne change."),
        ("ar", "ما في هذا الملفّ هو ما عليه الفعالية الآن: لا شيء يتغيّر."),
    ],
)
async def test_the_workbook_sent_back_unchanged_changes_nothing(
    world: World, language: str, said: str
) -> None:
    omar = await organiser(world, language)
    before = plan(world)
    content = await taken(world, omar)
    assert (await omar.send_file("event.xlsx", content)).text == said
    assert plan(world) == before


async def test_a_change_is_shown_and_applied_once(world: World) -> None:
    omar = await organiser(world)
    changed = edit(await taken(world, omar), SLOT, (1, "B8", "In person"), (1, "B9", "Leïla"))
    shown = await omar.send_file("event.xlsx", changed)
    assert shown.text == (
        "This is what will change. Nothing is applied yet.\n\n"
        "Changed Event\n"
        "– Held: from \u2068Online\u2069 to \u2068In person\u2069\n"
        "– Whom to ask: from nothing to \u2068Leïla\u2069\n"
        "Changed Settings\n"
        "– Minutes of a meeting: from \u206820\u2069 to \u206830\u2069"
    )
    assert shown.labels == ["Apply these changes", "Leave this file"]
    assert plan(world).slot_minutes == 20
    yes = next(data for _, data in shown.buttons if data.endswith(":yes"))
    assert (await omar.tap_data(yes, shown.message_id)).text.startswith("Applied.")
    assert (plan(world).slot_minutes, plan(world).contact) == (30, "Leïla")
    await omar.tap_data(yes, shown.message_id)
    assert omar.toasts == ["That was done before: nothing has changed now."]
    again = await omar.send_file("event.xlsx", changed)
    assert again.text == "This file says what is so already: nothing changes."


async def test_windows_keep_their_ids_and_the_code_may_change(world: World) -> None:
    omar = await organiser(world)
    before = plan(world)
    changed = edit(await taken(world, omar), (1, "B2", "techdays-2"), (4, "F2", "قهوة"))
    await omar.send_file("event.xlsx", changed)
    await omar.tap("^se:\\d+:yes")
    after = plan(world)
    assert after.code == "techdays-2"
    assert [w.id for w in after.windows] == [w.id for w in before.windows]


async def test_problems_stop_it_by_sheet_row_and_column(world: World) -> None:
    omar = await organiser(world, "fr")
    changed = edit(await taken(world, omar), (4, "C2", "25h"), (1, "B7", "Mars/Olympus"))
    shown = await omar.send_file("event.xlsx", changed)
    assert shown.text == (
        "2 points m’arrêtent. Corrigez-les dans le fichier et renvoyez-le. Rien n’a changé.\n\n"
        "Feuille \u2068Heures de rendez-vous\u2069, ligne 2, colonne \u2068C\u2069 (\u2068De\u2069)"
        "\u202f: \u206825h\u2069 n’est pas une heure\n"
        "Feuille \u2068Événement\u2069, ligne 7, colonne \u2068B\u2069 (\u2068Fuseau horaire\u2069)"
        "\u202f: \u2068Mars/Olympus\u2069 n’est pas un fuseau horaire, tel que Africa/Tunis"
    )
    assert shown.labels == ["Ignorer ce fichier"]


async def test_a_file_shown_before_somebody_elses_change_is_shown_anew(world: World) -> None:
    omar, leila = await organiser(world), await organiser(world)
    content = await taken(world, omar)
    slow = await omar.send_file("event.xlsx", edit(content, SLOT))
    await leila.send_file("event.xlsx", edit(content, (1, "B9", "Leïla")))
    await leila.tap("^se:\\d+:yes")
    anew = await omar.tap("^se:\\d+:yes", on=slow)
    assert anew.text.startswith("The event has changed since I showed you this.")
    assert "– Whom to ask: from \u2068Leïla\u2069 to nothing" in anew.text
    assert plan(world).slot_minutes == 20
    await omar.tap("^se:\\d+:yes", on=anew)
    assert (plan(world).slot_minutes, plan(world).contact) == (30, "")


async def test_the_zone_moves_the_hours_and_agreed_meetings_with_them(world: World) -> None:
    omar = await organiser(world)
    before = plan(world).windows[0].starts_at
    changed = edit(await taken(world, omar), (1, "B7", "Asia/Beirut"))
    await omar.send_file("event.xlsx", changed)
    await omar.tap("^se:\\d+:yes")
    assert (before - plan(world).windows[0].starts_at).total_seconds() == 2 * 3600


async def test_the_example_file_is_taken_as_it_is(world: World) -> None:
    omar = await organiser(world)
    content = EXAMPLE
    shown = await omar.send_file("event.toml", content)
    assert shown.labels[0] == "Apply these changes"
    await omar.tap("^se:\\d+:yes")
    assert (len(plan(world).sessions), len(plan(world).windows)) == (13, 4)
    again = await omar.send_file("event.toml", content)
    assert again.text == "This file says what is so already: nothing changes."


async def test_an_empty_form_names_what_is_missing(world: World) -> None:
    omar = await organiser(world, "ar")
    shown = await omar.send_file("event.xlsx", await taken(world, omar, "empty"))
    assert "الورقة" in shown.text or "ورقة" in shown.text


async def test_forged_drafts_of_events_read_like_ones_that_never_were(world: World) -> None:
    omar = await organiser(world)
    shown = await omar.send_file("event.xlsx", edit(await taken(world, omar), SLOT))
    number = next(data for _, data in shown.buttons if data.endswith(":yes")).split(":")[1]
    leila = await organiser(world)
    for act in ("yes", "no", "back"):
        toasts = len(leila.toasts)
        for draft in (number, "987654"):
            await leila.tap_data(f"se:{draft}:{act}", leila.last.message_id)
        first, second = leila.toasts[toasts:]
        assert first == second
    assert plan(world).slot_minutes == 20
