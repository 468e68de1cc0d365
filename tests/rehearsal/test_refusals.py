"""Every refusal that the product may meet, provoked, in Telegram's words."""

import io
import json
from typing import Any

import aiohttp
import pytest

from rehearsal.server import Rehearsal
from tests.rehearsal.doors import TOKEN, Doors, button

pytestmark = pytest.mark.anyio

_GONE = 987654


async def test_the_methods_refuse_what_the_facts_forbid(doors: Doors) -> None:
    """One table: method, parameters, code and words."""
    starter, newcomer = await doors.starter(), await doors.newcomer()
    blocker, leaver = await doors.starter(), await doors.starter()
    await doors.do("POST", f"people/{blocker}/block")
    await doors.do("POST", f"people/{leaver}/deactivate")
    said = (await doors.chat(starter))[0]["message_id"]
    sent = (await doors.ok("sendMessage", chat_id=starter, text="x"))["message_id"]
    text, here = {"chat_id": starter, "text": "x"}, {"chat_id": starter}

    def inline(**fields: Any) -> dict[str, Any]:
        return {"reply_markup": {"inline_keyboard": [[{"text": "x"} | fields]]}}

    too_old = "query is too old and response timeout expired or query ID is invalid"
    table: list[tuple[str, dict[str, Any], int, str]] = [
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": "", "text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 42, "text": "x"}, 400, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@x", "text": "x"}, 400, "Bad Request: chat not found"),
        (
            "sendMessage",
            {"chat_id": newcomer, "text": "x"},
            403,
            "Forbidden: bot can't initiate conversation with a user",
        ),
        (
            "sendMessage",
            {"chat_id": blocker, "text": "x"},
            403,
            "Forbidden: bot was blocked by the user",
        ),
        ("sendMessage", {"chat_id": leaver, "text": "x"}, 403, "Forbidden: user is deactivated"),
        ("sendMessage", here, 400, "Bad Request: message text is empty"),
        ("sendMessage", here | {"text": ""}, 400, "Bad Request: message text is empty"),
        ("sendMessage", here | {"text": " \n"}, 400, "Bad Request: message text is empty"),
        ("sendMessage", here | {"text": "é" * 4097}, 400, "Bad Request: message is too long"),
        ("sendMessage", here | {"text": "😀" * 2049}, 400, "Bad Request: message is too long"),
        (
            "sendMessage",
            text | {"parse_mode": "HTML", "text": "<b>x"},
            400,
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag "
            '"b" at byte offset 0',
        ),
        ("sendMessage", text | {"parse_mode": "x"}, 400, "Bad Request: unsupported parse_mode"),
        ("sendMessage", text | inline(callback_data=""), 400, "Bad Request: BUTTON_DATA_INVALID"),
        (
            "sendMessage",
            text | inline(callback_data="é" * 33),
            400,
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            text | inline(),
            400,
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the "
            "inline keyboard",
        ),
        (
            "sendMessage",
            text | {"reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
            400,
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            "sendMessage",
            text | {"reply_markup": "{"},
            400,
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            text | {"reply_markup": [1]},
            400,
            "Bad Request: object expected as reply markup",
        ),
        (
            "sendMessage",
            text | inline(url="http://me/"),
            400,
            "Bad Request: inline keyboard button URL 'http://me/' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            text | {"reply_parameters": {"message_id": _GONE}},
            400,
            "Bad Request: message to be replied not found",
        ),
        (
            "editMessageText",
            text | {"message_id": sent},
            400,
            "Bad Request: message is not modified: specified new message content and reply "
            "markup are exactly the same as a current content and reply markup of the message",
        ),
        (
            "editMessageReplyMarkup",
            here | {"message_id": sent},
            400,
            "Bad Request: message is not modified: specified new message content and reply "
            "markup are exactly the same as a current content and reply markup of the message",
        ),
        (
            "editMessageText",
            text | {"message_id": _GONE},
            400,
            "Bad Request: message to edit not found",
        ),
        (
            "editMessageText",
            text | {"message_id": said},
            400,
            "Bad Request: message can't be edited",
        ),
        ("editMessageText", text, 400, "Bad Request: message identifier is not specified"),
        (
            "editMessageCaption",
            here | {"message_id": sent, "caption": "x"},
            400,
            "Bad Request: there is no caption in the message to edit",
        ),
        (
            "deleteMessage",
            here | {"message_id": _GONE},
            400,
            "Bad Request: message to delete not found",
        ),
        (
            "pinChatMessage",
            here | {"message_id": _GONE},
            400,
            "Bad Request: message to pin not found",
        ),
        (
            "copyMessage",
            here | {"from_chat_id": starter, "message_id": _GONE},
            400,
            "Bad Request: message to copy not found",
        ),
        ("answerCallbackQuery", {"callback_query_id": "1"}, 400, f"Bad Request: {too_old}"),
        (
            "sendChatAction",
            here | {"action": "dancing"},
            400,
            "Bad Request: wrong parameter action in request",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "Ünfit", "description": "x"}]},
            400,
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "ok", "description": "x" * 257}]},
            400,
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [], "language_code": "arabic"},
            400,
            "Bad Request: invalid language_code specified",
        ),
        (
            "setMyDescription",
            {"description": "x" * 513},
            400,
            "Bad Request: description is too long",
        ),
        (
            "setMyShortDescription",
            {"short_description": "x" * 121},
            400,
            "Bad Request: short description is too long",
        ),
        (
            "setWebhook",
            {"url": "ftp://example.org"},
            400,
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://example.org", "secret_token": "no spaces"},
            400,
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            "getFile",
            {"file_id": "x"},
            400,
            "Bad Request: wrong file_id or the file is temporarily unavailable",
        ),
        ("sendPhoto", here, 400, "Bad Request: there is no photo in the request"),
        (
            "sendDocument",
            here | {"document": "x"},
            400,
            "Bad Request: wrong file identifier/HTTP URL specified",
        ),
        ("getChat", {"chat_id": 42}, 400, "Bad Request: chat not found"),
        ("doSomething", {}, 404, "Not Found"),
    ]
    for method, params, code, words in table:
        found = (method, *await doors.refusal(method, **params))
        assert found == (method, code, words)


async def test_an_unknown_token_is_unauthorized(doors: Doors) -> None:
    for path in ("/bot2:abc/getMe", "/bot1:abcd/getMe", "/bot/getMe", "/file/bot2:abc/x"):
        async with doors.http.get(doors.rehearsal.url + path) as response:
            body = {"ok": False, "error_code": 401, "description": "Unauthorized"}
            assert (response.status, await response.json()) == (401, body)


async def test_a_message_older_than_two_days_stays(doors: Doors) -> None:
    starter = await doors.starter()
    sent = await doors.ok("sendMessage", chat_id=starter, text="x")
    await doors.do("POST", "clock", {"advance": 48 * 3600 + 5})
    params = {"chat_id": starter, "message_id": sent["message_id"]}
    words = "Bad Request: message can't be deleted for everyone"
    assert await doors.refusal("deleteMessage", **params) == (400, words)


async def test_a_caption_over_1024_and_a_picture_that_is_none(doors: Doors) -> None:
    starter = await doors.starter()
    for caption, words in (
        ("x" * 1025, "Bad Request: message caption is too long"),
        ("x", "Bad Request: IMAGE_PROCESS_FAILED"),
    ):
        form = aiohttp.FormData({"chat_id": str(starter), "caption": caption})
        form.add_field("photo", b"not a picture", filename="x.png")
        url = f"{doors.rehearsal.url}/bot{TOKEN}/sendPhoto"
        async with doors.http.post(url, data=form) as response:
            assert (response.status, (await response.json())["description"]) == (400, words)


@pytest.mark.parametrize(("method", "field", "size"), [
    ("sendPhoto", "photo", 10 * 1024 * 1024 + 1),
    ("sendDocument", "document", 50 * 1024 * 1024 + 1),
    ("sendDocument", "document", 53 * 1024 * 1024),
])  # fmt: skip
async def test_an_upload_too_large(doors: Doors, method: str, field: str, size: int) -> None:
    form = aiohttp.FormData({"chat_id": str(await doors.starter())})
    form.add_field(field, io.BytesIO(bytes(size)), filename="big.bin")
    url = f"{doors.rehearsal.url}/bot{TOKEN}/{method}"
    async with doors.http.post(url, data=form) as response:
        assert response.status == 413
        assert (await response.json())["description"] == "Request Entity Too Large"


@pytest.mark.parametrize("spelling", ["query", "form", "json", "json strings", "multipart"])
async def test_every_spelling_of_a_call_means_the_same(doors: Doors, spelling: str) -> None:
    starter = await doors.starter()
    markup = button("Yes", "y")
    flat = {"chat_id": str(starter), "text": "é 😀", "reply_markup": json.dumps(markup)}
    url = f"{doors.rehearsal.url}/bot{TOKEN}/sendMessage"
    form = aiohttp.FormData(flat)
    options: dict[str, dict[str, Any]] = {
        "query": {"params": flat},
        "form": {"data": flat},
        "json": {"json": {"chat_id": starter, "text": "é 😀", "reply_markup": markup}},
        "json strings": {"json": flat},
        "multipart": {"data": form},
    }
    if spelling == "multipart":
        form.add_field("unused", b"x", filename="x.bin")
    verb = "GET" if spelling == "query" else "POST"
    async with doors.http.request(verb, url, **options[spelling]) as response:
        sent = (await response.json())["result"]
    assert (sent["text"], sent["reply_markup"]) == ("é 😀", markup)


async def test_a_method_is_found_in_any_case(doors: Doors) -> None:
    assert (await doors.ok("GETME"))["username"] == "multaqa_test_bot"


async def test_a_keyboard_is_cut_as_telegram_cuts_it(doors: Doors) -> None:
    starter = await doors.starter()
    row = [{"text": str(n), "callback_data": str(n)} for n in range(9)]
    markup = {"inline_keyboard": [row] * 14}
    sent = await doors.ok("sendMessage", chat_id=starter, text="x", reply_markup=markup)
    rows = sent["reply_markup"]["inline_keyboard"]
    assert [len(kept) for kept in rows] == [8] * 12 + [4]
    notes = (await doors.do("GET", "calls"))[-1]["notes"]
    assert notes == ["the keyboard was cut to 8 buttons a row and 100 in all"]


async def test_an_unknown_parameter_is_ignored_and_noted(doors: Doors) -> None:
    starter = await doors.starter()
    await doors.ok("sendMessage", chat_id=starter, text="x", txet="y")
    assert (await doors.do("GET", "calls"))[-1]["notes"] == ["unknown parameter txet was ignored"]


async def test_exactly_the_longest_is_accepted(doors: Doors) -> None:
    starter = await doors.starter()
    text = f"<b>{'😀' * 2048}</b>"
    await doors.ok("sendMessage", chat_id=starter, text=text, parse_mode="HTML")
    await doors.ok("sendMessage", chat_id=starter, text="x", reply_markup=button("x", "é" * 32))


@pytest.mark.parametrize("token", ["", "abc", "1:", "x:abc", "1:a b"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="a token is"):
        Rehearsal(token=token)
