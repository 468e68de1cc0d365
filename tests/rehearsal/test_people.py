"""What people do and see: talking, tapping, files, blocking, commands, the clock, the stream."""

import asyncio
import json
from typing import Any

import aiohttp
import anyio
import pytest

from rehearsal.taps import ANSWER_WITHIN_S
from tests.rehearsal.doors import PNG, TOKEN, Doors, button

pytestmark = pytest.mark.anyio

_TOO_OLD = (
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)


async def tap_and_fetch(
    doors: Doors, group: asyncio.TaskGroup, number: int, **wish: Any
) -> tuple["asyncio.Task[Any]", dict[str, Any]]:
    """Tap in the background; return the waiting tap and the callback query that came of it."""
    tap = group.create_task(doors.do("POST", f"people/{number}/tap", wish))
    updates = await doors.updates(timeout=5)
    query: dict[str, Any] = updates[-1]["callback_query"]
    await doors.updates(offset=updates[-1]["update_id"] + 1)
    return tap, query


async def test_a_person_is_who_they_said_they_are(doors: Doors) -> None:
    wish = {"name": "Rania  Haddad", "language_code": "ar", "username": "@rania", "cast": True}
    rania = await doors.do("POST", "people", wish)
    assert rania == {
        "id": rania["id"],
        "name": "Rania Haddad",
        "language_code": "ar",
        "username": "rania",
        "cast": True,
        "started": False,
        "blocked": False,
        "deactivated": False,
        "reply_keyboard": None,
    }
    assert rania["id"] > 2**32
    assert await doors.do("GET", "people") == [rania]
    assert await doors.do("GET", f"people/{rania['id']}") == rania


async def test_what_is_said_reaches_the_bot_as_a_message(doors: Doors) -> None:
    number = await doors.newcomer()
    said = await doors.do("POST", f"people/{number}/say", {"text": "/start abc_-1"})
    answer = {"text": "/help", "reply_to": said["message_id"]}
    await doors.do("POST", f"people/{number}/say", answer)
    started, asked = (update["message"] for update in await doors.updates())
    assert (started["text"], started["entities"]) == (
        "/start abc_-1",
        [{"type": "bot_command", "offset": 0, "length": 6}],
    )
    user = {"id": number, "first_name": "Rania", "last_name": "Haddad"}
    assert started["from"] == user | {"is_bot": False, "language_code": "ar"}
    assert started["chat"] == user | {"type": "private"}
    assert asked["reply_to_message"]["message_id"] == started["message_id"]


async def test_the_chat_shows_what_was_sent(doors: Doors) -> None:
    number = await doors.starter()
    await doors.do("POST", "clock", {"to": "2026-05-12T09:00:00+03:00"})
    keyboard = [
        [{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://example.org"}],
        [{"text": "Copy", "copy_text": {"text": "abc"}}],
    ]
    sent = await doors.ok(
        "sendMessage",
        chat_id=number,
        text="<b>a</b> &lt; b",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": keyboard},
    )
    assert (await doors.chat(number))[1] == {
        "message_id": sent["message_id"],
        "from": "bot",
        "text": "a < b",
        "html": "<b>a</b> &lt; b",
        "date": sent["date"],
        "edited": False,
        "pinned": False,
        "buttons": [
            [
                {"label": "Yes", "kind": "callback", "data": "y"},
                {"label": "Site", "kind": "url", "url": "https://example.org"},
            ],
            [{"label": "Copy", "kind": "copy_text", "copy_text": "abc"}],
        ],
        "document": None,
        "photo": None,
    }
    assert 1778565600 <= sent["date"] < 1778565600 + 60


async def test_edits_pins_and_deletions_are_seen(doors: Doors) -> None:
    number = await doors.starter()
    sent = await doors.ok("sendMessage", chat_id=number, text="x", reply_markup=button("Yes", "y"))
    here = {"chat_id": number, "message_id": sent["message_id"]}
    await doors.ok("editMessageText", **here, text="y")
    await doors.ok("pinChatMessage", **here)
    shown = (await doors.chat(number))[1]
    assert (shown["text"], shown["edited"], shown["pinned"], shown["buttons"]) == (
        "y",
        True,
        True,
        [],
    )
    await doors.ok("unpinChatMessage", chat_id=number)
    await doors.ok("editMessageReplyMarkup", **here, reply_markup=button("No", "n"))
    shown = (await doors.chat(number))[1]
    assert (shown["pinned"], shown["buttons"][0][0]["label"]) == (False, "No")
    assert await doors.ok("deleteMessage", **here) is True
    assert [message["text"] for message in await doors.chat(number)] == ["/start"]


async def test_a_tap_waits_for_the_answer(doors: Doors) -> None:
    number = await doors.starter()
    sent = await doors.ok(
        "sendMessage", chat_id=number, text="x", reply_markup=button("Yes", "y:1")
    )
    with anyio.fail_after(5):
        async with asyncio.TaskGroup() as group:
            wish = {"message_id": sent["message_id"], "label": "Yes"}
            tap, query = await tap_and_fetch(doors, group, number, **wish)
            assert (query["data"], query["message"]["message_id"], query["from"]["id"]) == (
                "y:1",
                sent["message_id"],
                number,
            )
            answer = {"callback_query_id": query["id"], "text": "Saved", "show_alert": True}
            assert await doors.ok("answerCallbackQuery", **answer) is True
    assert tap.result() == {"answered": True, "text": "Saved", "alert": True}
    assert await doors.refusal("answerCallbackQuery", callback_query_id=query["id"]) == _TOO_OLD


async def test_a_tap_expires_by_the_rehearsals_clock(doors: Doors) -> None:
    number = await doors.starter()
    await doors.ok("sendMessage", chat_id=number, text="x", reply_markup=button("Yes", "y"))
    person = doors.rehearsal.world.person(number)
    query = doors.rehearsal.world.tap(person, list(person.entries.values())[-1], "y")
    await doors.do("POST", "clock", {"advance": ANSWER_WITHIN_S + 1})
    assert await doors.refusal("answerCallbackQuery", callback_query_id=query.id) == _TOO_OLD


async def test_buttons_that_need_no_bot_answer_at_once(doors: Doors) -> None:
    number = await doors.starter()
    rows = [
        [{"text": "Site", "url": "https://e.org"}, {"text": "Copy", "copy_text": {"text": "c"}}]
    ]
    markup = {"inline_keyboard": rows}
    await doors.ok("sendMessage", chat_id=number, text="x", reply_markup=markup)
    at_once = {"answered": True, "text": None, "alert": False}
    site = await doors.do("POST", f"people/{number}/tap", {"label": "Site"})
    copied = await doors.do("POST", f"people/{number}/tap", {"label": "Copy"})
    assert (site, copied) == (at_once | {"url": "https://e.org"}, at_once | {"copy_text": "c"})
    assert await doors.updates() == []


async def test_a_reply_keyboard_speaks_for_the_person(doors: Doors) -> None:
    number = await doors.starter()
    keyboard = [[{"text": "Meetings"}, {"text": "My number", "request_contact": True}]]
    markup = {"keyboard": keyboard, "input_field_placeholder": "…"}
    await doors.ok("sendMessage", chat_id=number, text="x", reply_markup=markup)
    shown = (await doors.chat(number))[1]
    assert shown["reply_keyboard"] == [
        [{"label": "Meetings", "kind": "text"}, {"label": "My number", "kind": "contact"}]
    ]
    for label in ("Meetings", "My number"):
        await doors.do("POST", f"people/{number}/tap", {"label": label})
    said, shared = (update["message"] for update in await doors.updates())
    assert (said["text"], shared["contact"]["user_id"]) == ("Meetings", number)
    removal = {"remove_keyboard": True}
    await doors.ok("sendMessage", chat_id=number, text="y", reply_markup=removal)
    assert (await doors.do("GET", f"people/{number}"))["reply_keyboard"] is None
    await doors.ok("sendMessage", chat_id=number, text="z", reply_markup={"force_reply": True})


async def test_a_block_is_told_and_then_felt(doors: Doors) -> None:
    number = await doors.starter()
    await doors.do("POST", f"people/{number}/block")
    await doors.do("POST", f"people/{number}/block")
    refused = await doors.refusal("sendMessage", chat_id=number, text="x")
    assert refused == (403, "Forbidden: bot was blocked by the user")
    assert (await doors.human("POST", f"people/{number}/say", {"text": "x"}))[0] == 400
    await doors.do("POST", f"people/{number}/unblock")
    changes = [update["my_chat_member"] for update in await doors.updates()]
    states = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in changes
    ]
    assert states == [("member", "kicked"), ("kicked", "member")]
    await doors.ok("sendMessage", chat_id=number, text="x")


async def test_commands_and_descriptions_follow_the_language(doors: Doors) -> None:
    arab = await doors.newcomer("A", "ar")
    french = await doors.newcomer("F", "fr-CA")
    greek = await doors.newcomer("G", "el")

    def commands(words: str) -> list[dict[str, str]]:
        return [{"command": "start", "description": words}]

    await doors.ok("setMyCommands", commands=commands("Start"))
    await doors.ok("setMyCommands", commands=commands("ابدؤوا"), language_code="ar")
    scope = {"type": "all_private_chats"}
    await doors.ok("setMyCommands", commands=commands("Début"), language_code="fr", scope=scope)
    seen = [await doors.do("GET", f"people/{n}/commands") for n in (arab, french, greek)]
    assert seen == [commands("ابدؤوا"), commands("Début"), commands("Start")]
    assert await doors.ok("getMyCommands", language_code="ar") == commands("ابدؤوا")
    assert await doors.ok("getMyCommands", language_code="el") == []
    await doors.ok("deleteMyCommands", language_code="ar")
    assert await doors.do("GET", f"people/{arab}/commands") == commands("Start")
    for method, field in (
        ("MyName", "name"),
        ("MyDescription", "description"),
        ("MyShortDescription", "short_description"),
    ):
        await doors.ok(f"set{method}", **{field: "Meet"})
        await doors.ok(f"set{method}", **{field: "ملتقى"}, language_code="ar")
        assert [await doors.ok(f"get{method}", language_code=code) for code in ("ar", "el")] == [
            {field: "ملتقى"},
            {field: "Meet"},
        ]
    shown = await doors.do("GET", "bot")
    assert (shown["username"], shown["descriptions"]) == (
        "multaqa_test_bot",
        {"": "Meet", "ar": "ملتقى"},
    )


async def test_the_menu_button(doors: Doors) -> None:
    number = await doors.starter()
    assert await doors.ok("getChatMenuButton") == {"type": "commands"}
    button_ = {"type": "web_app", "text": "x", "web_app": {"url": "https://example.org"}}
    assert await doors.ok("setChatMenuButton", chat_id=number, menu_button=button_) is True
    assert await doors.ok("getChatMenuButton", chat_id=number) == button_
    await doors.ok("setChatMenuButton", chat_id=number)
    assert await doors.ok("getChatMenuButton", chat_id=number) == {"type": "commands"}


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("p.png", PNG, "photo"), ("قائمة.csv", b"a,b\n", "document")]
)
async def test_a_persons_file_can_be_fetched_by_the_bot(
    doors: Doors, name: str, data: bytes, kind: str
) -> None:
    number = await doors.starter()
    form = aiohttp.FormData({"caption": "look"}, quote_fields=False)
    form.add_field("file", data, filename=name)
    url = doors.rehearsal.url
    async with doors.http.post(f"{url}/api/people/{number}/file", data=form) as response:
        shown = await response.json()
    assert (shown["text"], shown[kind]["name"], shown[kind]["size"]) == ("look", name, len(data))
    message = (await doors.updates())[0]["message"]
    sent = message["photo"][-1] if kind == "photo" else message["document"]
    file = await doors.ok("getFile", file_id=sent["file_id"])
    async with doors.http.get(f"{url}/file/bot{TOKEN}/{file['file_path']}") as response:
        assert await response.read() == data
    async with doors.http.get(url + shown[kind]["url"]) as response:
        assert await response.read() == data


async def test_an_album_and_a_copy(doors: Doors) -> None:
    number = await doors.starter()
    form = aiohttp.FormData({"chat_id": str(number)})
    media = [{"type": "photo", "media": f"attach://p{n}", "caption": f"{n}"} for n in range(2)]
    form.add_field("media", json.dumps(media))
    for n in range(2):
        form.add_field(f"p{n}", PNG + bytes(n), filename=f"{n}.png")
    url = f"{doors.rehearsal.url}/bot{TOKEN}/sendMediaGroup"
    async with doors.http.post(url, data=form) as response:
        album = (await response.json())["result"]
    assert [message["caption"] for message in album] == ["0", "1"]
    assert len({message["media_group_id"] for message in album}) == 1
    here = {"chat_id": number, "from_chat_id": number, "message_id": album[0]["message_id"]}
    copied = await doors.ok("copyMessage", **here, caption="again")
    last = (await doors.chat(number))[-1]
    assert (last["message_id"], last["text"]) == (copied["message_id"], "again")
    assert last["photo"]["file_id"] == album[0]["photo"][0]["file_id"]


async def test_the_other_things_a_bot_can_send(doors: Doors) -> None:
    number = await doors.starter()
    place = {"latitude": 33.9, "longitude": 35.5}
    await doors.ok("sendContact", chat_id=number, phone_number="+961", first_name="R")
    await doors.ok("sendLocation", chat_id=number, **place)
    await doors.ok("sendVenue", chat_id=number, **place, title="Hall", address="Beirut")
    await doors.ok("sendChatAction", chat_id=number, action="typing")
    sent = (await doors.chat(number))[-1]
    assert sent["venue"] == {"location": place, "title": "Hall", "address": "Beirut"}
    reaction = [{"type": "emoji", "emoji": "👍"}]
    here = {"chat_id": number, "message_id": sent["message_id"]}
    assert await doors.ok("setMessageReaction", **here, reaction=reaction) is True
    assert (await doors.ok("getChat", chat_id=number))["first_name"] == "Rania"
    accepted = await doors.ok(
        "sendMessage",
        chat_id=number,
        text="x",
        link_preview_options={"is_disabled": True},
        reply_parameters={"message_id": sent["message_id"], "allow_sending_without_reply": True},
        disable_notification=True,
        protect_content=True,
        message_effect_id="5104841245755180586",
    )
    assert accepted["has_protected_content"] is True
    assert accepted["reply_to_message"]["message_id"] == sent["message_id"]


async def test_the_human_door_says_what_is_wrong(doors: Doors) -> None:
    number = await doors.starter()
    table: list[tuple[str, str, Any, int]] = [
        ("POST", "people", {"name": " "}, 400),
        ("POST", "people", [], 400),
        ("GET", "people/1/chat", None, 404),
        ("GET", "nothing", None, 404),
        ("POST", f"people/{number}/say", {"text": ""}, 400),
        ("POST", f"people/{number}/say", {"text": "x", "reply_to": 999}, 404),
        ("POST", f"people/{number}/tap", {"label": "No such"}, 404),
        ("POST", f"people/{number}/tap", {"message_id": 999, "label": "x"}, 404),
        ("POST", f"people/{number}/tap", {}, 400),
        ("POST", f"people/{number}/file", {}, 400),
        ("POST", "clock", {"to": "yesterday"}, 400),
        ("POST", "clock", {"to": "2026-05-12T09:00:00"}, 400),
        ("POST", "clock", {}, 400),
        ("POST", "clock", {"advance": float("nan")}, 400),
        ("POST", "clock", {"advance": 1e12}, 400),
        ("POST", "clock", {"to": "0001-01-01T00:00:00+00:00"}, 400),
        ("POST", "people", {"name": "x", "username": 5}, 400),
        ("POST", "say", [{"person": "x"}], 400),
        ("POST", "say", [[]], 400),
        ("POST", "faults", {"method": "*"}, 400),
        ("POST", "limits", {"on": 1}, 400),
        ("POST", "say", [{"person": 1, "text": "x"}], 404),
        ("GET", "calls?since=x", None, 400),
    ]
    for verb, path, value, expected in table:
        status, body = await doors.human(verb, path, value)
        assert (verb, path, status, list(body)) == (verb, path, expected, ["error"])


async def test_the_clock_moves_both_ways_and_runs_on(doors: Doors) -> None:
    moved = await doors.do("POST", "clock", {"to": "2030-01-01T00:00:00+02:00"})
    assert moved["now"].startswith("2029-12-31T22:00:00")
    later = await doors.do("POST", "clock", {"advance": 3600})
    assert later["offset_s"] == moved["offset_s"] + 3600
    earlier = await doors.do("POST", "clock", {"advance": -7200})
    assert earlier["offset_s"] == moved["offset_s"] - 3600
    assert (await doors.do("GET", "clock"))["offset_s"] == earlier["offset_s"]


async def test_hints_and_the_next_reminder_are_kept(doors: Doors) -> None:
    hint = {"title": "Become organiser", "url": "https://t.me/x?start=abc", "person": None}
    for _ in range(2):
        await doors.do("POST", "hints", {key: hint[key] for key in ("title", "url")})
    assert await doors.do("GET", "hints") == [hint]
    assert await doors.do("GET", "next") == {"at": None, "title": None}
    reminder = {"at": "2026-05-12T09:00:00+03:00", "title": "Reminder"}
    await doors.do("POST", "next", reminder)
    assert await doors.do("GET", "next") == reminder


async def test_many_say_something_at_once(doors: Doors) -> None:
    numbers = [await doors.starter() for _ in range(3)]
    lines = [{"person": number, "text": f"{number}"} for number in numbers]
    assert len((await doors.do("POST", "say", lines))["message_ids"]) == 3
    said = [update["message"]["text"] for update in await doors.updates()]
    assert said == [str(number) for number in numbers]


async def test_half_an_emoji_breaks_nothing(doors: Doors) -> None:
    number = await doors.starter()
    await doors.do("POST", f"people/{number}/say", {"text": "a\ud83d"})
    assert [update["message"]["text"] for update in await doors.updates()] == ["a?"]
    sent = await doors.ok("sendMessage", chat_id=number, text="<b>\ude00</b>", parse_mode="HTML")
    assert (sent["text"], sent["entities"][0]["length"]) == ("?", 1)


async def test_the_stream_tells_what_happens(doors: Doors) -> None:
    number = await doors.starter()
    async with doors.http.get(f"{doors.rehearsal.url}/api/stream") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert await stream.content.readuntil(b"\n\n") == b"retry: 500\n\n"
        sent = await doors.ok("sendMessage", chat_id=number, text="é")
        here = {"chat_id": number, "message_id": sent["message_id"]}
        await doors.ok("editMessageText", **here, text="y")
        await doors.ok("deleteMessage", **here)
        await doors.ok("sendChatAction", chat_id=number, action="typing")
        await doors.do("POST", f"people/{number}/block")
        await doors.do("POST", "clock", {"advance": 1})
        await doors.do("POST", "next", {"at": None, "title": "x"})
        await doors.do("POST", "hints", {"title": "a", "url": "b"})
        await doors.ok("setMyCommands", commands=[])
        events: list[tuple[str, dict[str, Any]]] = []
        with anyio.fail_after(5):
            while len(events) < 9:
                raw = (await stream.content.readuntil(b"\n\n")).decode()
                name, data = raw.strip().split("\n")
                events.append((name.removeprefix("event: "), json.loads(data[6:])))
    assert [(name, data["person"]) for name, data in events] == [
        ("message", number),
        ("edit", number),
        ("delete", number),
        ("action", number),
        ("person", number),
        ("clock", None),
        ("next", None),
        ("hint", None),
        ("commands", None),
    ]
    assert (events[0][1]["message"]["text"], events[1][1]["message"]["text"]) == ("é", "y")
    assert events[4][1]["blocked"] is True


async def test_a_card_of_the_address_book_is_somebodys(doors: Doors) -> None:
    number = await doors.starter()
    card = {"phone_number": "+961 1", "first_name": "Karim", "last_name": "T", "user_id": 777}
    sent = await doors.do("POST", f"people/{number}/contact", card)
    assert sent["contact"] == card
    (update,) = await doors.updates()
    assert update["message"]["contact"] == card
    unknown = {"phone_number": "+961 2", "first_name": "Lina"}
    assert (await doors.do("POST", f"people/{number}/contact", unknown))["contact"] == unknown
    for wrong in ({}, {"phone_number": "+961"}, {"phone_number": 1, "first_name": "K"}):
        status, _ = await doors.human("POST", f"people/{number}/contact", wrong)
        assert status == 400
