"""What the simulator serves is itself checked against the Bot API's facts."""

from typing import Any

import pytest

from rehearsal.methods.registry import METHODS
from rehearsal.rules import FACTS
from tests.rehearsal.doors import Doors, button

pytestmark = pytest.mark.anyio

_PLAIN = {"Integer": int, "String": str, "Float": float}


def misfits(value: Any, kind: str, where: str) -> list[str]:
    """Return what of a value is not as the facts say: unknown, missing or of another type."""
    if kind in ("True", "Boolean"):
        return (
            [] if isinstance(value, bool) and value >= (kind == "True") else [f"{where}: no {kind}"]
        )
    if kind in _PLAIN:
        fits = isinstance(value, _PLAIN[kind]) and not isinstance(value, bool)
        return [] if fits else [f"{where}: no {kind}"]
    if kind == "Integer or String":
        return [] if isinstance(value, int | str) else [f"{where}: no {kind}"]
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ")
        return [m for n, item in enumerate(value) for m in misfits(item, inner, f"{where}[{n}]")]
    fact = FACTS["types"][kind]
    if "one_of" in fact:
        return misfits(value, fact["one_of"][value[fact["by"]]], where)
    fields = fact["fields"]
    missing = [
        f"{where}.{name}: missing"
        for name, f in fields.items()
        if f.get("required") and name not in value
    ]
    unknown = [f"{where}.{name}: unknown" for name in value if name not in fields]
    return (
        missing
        + unknown
        + [
            misfit
            for name, item in value.items()
            if name in fields
            for misfit in misfits(item, fields[name]["type"], f"{where}.{name}")
        ]
    )


def test_every_method_of_the_facts_is_served_and_no_other() -> None:
    assert set(METHODS) | {"getupdates"} == {name.lower() for name in FACTS["methods"]}


async def test_updates_and_results_are_as_the_facts_say(doors: Doors) -> None:
    number = await doors.newcomer()
    say = f"people/{number}/say"
    said = await doors.do("POST", say, {"text": "/start x"})
    await doors.do("POST", say, {"text": "see https://e.org", "reply_to": said["message_id"]})
    sent = await doors.ok(
        "sendMessage",
        chat_id=number,
        text='<b>x</b> <tg-time unix="5" format="wDT">y</tg-time>',
        parse_mode="HTML",
        reply_markup=button("Yes", "y"),
        reply_parameters={"message_id": said["message_id"], "quote": "start"},
        link_preview_options={"is_disabled": True},
    )
    person = doors.rehearsal.world.person(number)
    doors.rehearsal.world.tap(person, person.entries[sent["message_id"]], "y")
    await doors.do("POST", f"people/{number}/block")
    await doors.do("POST", f"people/{number}/unblock")
    updates = await doors.updates()
    assert len(updates) == 5
    results = {
        "Update": updates,
        "Message": [sent],
        "User": [await doors.ok("getMe")],
        "ChatFullInfo": [await doors.ok("getChat", chat_id=number)],
        "WebhookInfo": [await doors.ok("getWebhookInfo")],
        "UserProfilePhotos": [await doors.ok("getUserProfilePhotos", user_id=number)],
    }
    found = [m for kind, values in results.items() for v in values for m in misfits(v, kind, kind)]
    assert found == []
