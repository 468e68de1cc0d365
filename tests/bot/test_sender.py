"""The sending library against the real simulator: what arrives, and what errors come to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.courier.outcomes import Gone, NotThere, Paused, Refused, Sent, Unreached
from bot.courier.sender import Sender
from handlers.faces import Faces
from handlers.screens.screen import Button, Card, Screen
from i18n.phrasebook import Html
from rehearsal.people import Person
from rehearsal.server import Rehearsal

pytestmark = pytest.mark.anyio

SCREEN = Screen(
    html=Html("<b>Rania</b> at 10:40"),
    rows=(
        (Button(label="Open", url="https://meet.example.org/x"), Button(label="No", data="de:1")),
        (Button(label="Yes", data="ac:1"),),
    ),
)
PLAIN = Screen(html=Html("another face"))


@asynccontextmanager
async def stage(faces: Faces | None = None) -> AsyncIterator[tuple[Rehearsal, Sender, Person]]:
    async with Rehearsal(token="1:abc") as rehearsal:
        person = rehearsal.world.add_person("Karim", "fr", None, {})
        rehearsal.world.say(person, "/start")
        sender = Sender("1:abc", api_url=rehearsal.url, per_second=1000, faces=faces or Faces())
        await sender.open()
        try:
            yield rehearsal, sender, person
        finally:
            await sender.close()


async def test_a_screen_arrives_whole_and_can_change() -> None:
    async with stage() as (_, sender, person):
        sent = await sender.send(person.id, SCREEN)
        assert isinstance(sent, Sent)
        assert sent.message_id is not None
        message = person.entries[sent.message_id].message
        assert message["text"] == "Rania at 10:40"
        assert message["reply_markup"]["inline_keyboard"] == [
            [
                {"text": "Open", "url": "https://meet.example.org/x"},
                {"text": "No", "callback_data": "de:1"},
            ],
            [{"text": "Yes", "callback_data": "ac:1"}],
        ]
        assert await sender.edit(person.id, sent.message_id, PLAIN) == sent
        assert person.entries[sent.message_id].message["text"] == "another face"
        assert await sender.edit(person.id, sent.message_id, PLAIN) == Sent(message_id=None)


async def test_errors_are_outcomes() -> None:
    async with stage() as (rehearsal, sender, person):
        assert isinstance(await sender.send(999, PLAIN), Gone)
        assert isinstance(await sender.edit(person.id, 999, PLAIN), NotThere)
        assert isinstance(await sender.send(person.id, Screen(html=Html("<b>"))), Refused)
        for fault, outcome in (
            ({"error_code": 429, "retry_after": 3}, Paused(seconds=3.1)),
            ({"error_code": 500}, Unreached),
            ({"error_code": 502}, Unreached),
            ({"drop": True}, Unreached),
        ):
            rehearsal.faults.add({"method": "sendMessage", "times": 1, **fault})
            got = await sender.send(person.id, PLAIN)
            assert got == outcome if isinstance(outcome, Paused) else isinstance(got, outcome)
        rehearsal.world.set_blocked(person, True)
        assert isinstance(await sender.send(person.id, PLAIN), Gone)


async def test_an_edit_overtakes_what_the_conversation_still_tries() -> None:
    faces = Faces()
    async with stage(faces) as (_, sender, person):
        sent = await sender.send(person.id, SCREEN)
        assert isinstance(sent, Sent)
        assert sent.message_id is not None
        earlier = faces.begin(person.id, sent.message_id)
        await sender.edit(person.id, sent.message_id, PLAIN)
        assert faces.overtaken(person.id, sent.message_id, earlier)
        newest = faces.newest(person.id, sent.message_id)
        assert newest is not None
        assert newest.screen == PLAIN


async def test_a_card_arrives_as_one_with_its_buttons() -> None:
    async with stage() as (rehearsal, sender, person):
        card = Card(phone="+21620000001", name="Rania")
        sent = await sender.send(person.id, replace(SCREEN, card=card, silent=True))
        assert isinstance(sent, Sent)
        assert sent.message_id is not None
        message = person.entries[sent.message_id].message
        assert message["contact"] == {"phone_number": "+21620000001", "first_name": "Rania"}
        assert len(message["reply_markup"]["inline_keyboard"]) == 2
        call = rehearsal.calls.since(0)[-1]
        assert (call["method"], call["params"]["disable_notification"]) == ("sendContact", "true")


async def test_what_comes_in_quiet_hours_makes_no_sound() -> None:
    async with stage() as (rehearsal, sender, person):
        for silent in (True, False):
            await sender.send(person.id, replace(SCREEN, silent=silent))
        asked = [call["params"].get("disable_notification") for call in rehearsal.calls.since(0)]
        assert asked == ["true", None]
