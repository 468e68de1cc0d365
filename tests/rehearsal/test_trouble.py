"""Faults on request, Telegram's pace, the call log, and who may knock at all."""

import asyncio
from typing import Any

import aiohttp
import anyio
import pytest
from yarl import URL

from rehearsal.errors import Refused
from rehearsal.limits import Limits
from tests.rehearsal.doors import TOKEN, Doors

pytestmark = pytest.mark.anyio


async def sent_texts(doors: Doors, number: int) -> list[str]:
    return [m["text"] for m in await doors.chat(number) if m["from"] == "bot"]


@pytest.mark.parametrize(
    ("fault", "code", "words", "parameters"),
    [
        ({"error_code": 500}, 500, "Internal Server Error", None),
        ({"error_code": 403}, 403, "Forbidden: bot was blocked by the user", None),
        (
            {"error_code": 429, "retry_after": 7},
            429,
            "Too Many Requests: retry after 7",
            {"retry_after": 7},
        ),
        ({"error_code": 400, "description": "Bad Request: x"}, 400, "Bad Request: x", None),
    ],
)
async def test_an_error_comes_as_often_as_asked(
    doors: Doors, fault: dict[str, Any], code: int, words: str, parameters: Any
) -> None:
    number = await doors.starter()
    await doors.do("POST", "faults", {"method": "sendMessage", "times": 2} | fault)
    for _ in range(2):
        body = await doors.bot("sendMessage", chat_id=number, text="x")
        assert (body["error_code"], body["description"]) == (code, words)
        assert body.get("parameters") == parameters
        assert await doors.ok("getMe")
    await doors.ok("sendMessage", chat_id=number, text="y")
    assert await sent_texts(doors, number) == ["y"]
    faults = [call.get("fault") for call in await doors.do("GET", "calls")]
    assert faults == [str(code), None, str(code), None, None]


@pytest.mark.parametrize(("when", "arrived"), [("before", []), ("after", ["x"])])
async def test_a_dropped_call_is_carried_out_or_not_as_asked(
    doors: Doors, when: str, arrived: list[str]
) -> None:
    number = await doors.starter()
    await doors.do("POST", "faults", {"method": "*", "drop": True, "when": when})
    with pytest.raises(aiohttp.ClientError):
        await doors.bot("sendMessage", chat_id=number, text="x")
    assert await sent_texts(doors, number) == arrived


async def test_a_delay_is_a_delay(doors: Doors) -> None:
    number = await doors.starter()
    wish = {"method": "sendmessage", "delay_s": 0.3, "chat_id": number}
    await doors.do("POST", "faults", wish)
    started = asyncio.get_running_loop().time()
    await doors.ok("getMe")
    await doors.ok("sendMessage", chat_id=number, text="x")
    assert asyncio.get_running_loop().time() - started >= 0.3


async def test_a_caller_who_hangs_up_during_a_delay_is_not_served(doors: Doors) -> None:
    number = await doors.starter()
    await doors.do("POST", "faults", {"method": "sendMessage", "delay_s": 30})
    url = f"{doors.rehearsal.url}/bot{TOKEN}/sendMessage"
    short = aiohttp.ClientTimeout(total=0.2)
    with pytest.raises(TimeoutError):
        await doors.http.post(url, json={"chat_id": number, "text": "x"}, timeout=short)
    await doors.ok("sendMessage", chat_id=number, text="y")
    assert await sent_texts(doors, number) == ["y"]


async def test_faults_can_be_listed_and_cleared(doors: Doors) -> None:
    fault = await doors.do("POST", "faults", {"method": "getMe", "error_code": 502, "times": 3})
    await doors.refusal("getMe")
    assert await doors.do("GET", "faults") == [fault | {"times": 2}]
    await doors.do("DELETE", "faults")
    await doors.ok("getMe")


def admitted(limits: Limits, chat: int) -> int:
    """Return 0 for a message that passes, or the seconds to wait."""
    try:
        limits.admit(chat)
    except Refused as refused:
        return int((refused.parameters or {})["retry_after"])
    return 0


def test_the_pace_in_all_and_in_one_chat() -> None:
    now = 1000.0
    limits = Limits(lambda: now)
    assert [admitted(limits, 1) for _ in range(50)] == [0] * 50
    limits.on = True
    assert [admitted(limits, 1) for _ in range(5)] == [0, 0, 0, 1, 1]
    assert [admitted(limits, chat) for chat in range(2, 31)] == [0] * 27 + [1, 1]
    now += 1.5
    assert [admitted(limits, chat) for chat in range(2, 32)] == [0] * 30
    # A chat that had its burst gets one message a second from then on.
    now += 1.5
    assert [admitted(limits, 1) for _ in range(4)] == [0, 0, 0, 1]
    now += 1
    assert [admitted(limits, 1) for _ in range(2)] == [0, 1]


async def test_the_pace_is_kept_once_it_is_switched_on(doors: Doors) -> None:
    number = await doors.starter()
    assert (await doors.do("GET", "limits"))["on"] is False
    assert (await doors.do("POST", "limits", {"on": True}))["on"] is True
    answers = [await doors.bot("sendMessage", chat_id=number, text="x") for _ in range(5)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert [answer["ok"] for answer in answers[:3]] == [True] * 3
    assert refused[-1] == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


async def test_the_call_log_says_what_was_asked_and_answered(doors: Doors) -> None:
    number = await doors.starter()
    await doors.do("POST", "clock", {"to": "2026-05-12T09:00:00+00:00"})
    sent = await doors.ok("sendMessage", chat_id=str(number), text="x")
    await doors.refusal("sendMessage", chat_id=number, text="")
    await doors.refusal("noSuchMethod")
    first, second, third = await doors.do("GET", "calls")
    assert first == {
        "id": 1,
        "at": first["at"],
        "clock": first["clock"],
        "method": "sendMessage",
        "chat_id": number,
        "params": {"chat_id": str(number), "text": "x"},
        "ok": True,
        "error_code": None,
        "description": None,
        "result": sent,
    }
    assert first["clock"].startswith("2026-05-12T09:00:0")
    assert (second["ok"], second["error_code"]) == (False, 400)
    assert (third["method"], third["error_code"]) == ("noSuchMethod", 404)
    assert await doors.do("GET", "calls?since=2") == [third]
    assert await doors.do("GET", "calls?since=3") == []


async def test_a_log_entry_stays_what_it_was_when_the_message_is_edited(doors: Doors) -> None:
    number = await doors.starter()
    sent = await doors.ok("sendMessage", chat_id=number, text="x")
    await doors.ok("editMessageText", chat_id=number, message_id=sent["message_id"], text="y")
    assert [call["result"]["text"] for call in await doors.do("GET", "calls")] == ["x", "y"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "127.0.0.1:1"}, 200),
        ({"Host": "localhost"}, 200),
        ({"Host": "[::1]:8081"}, 200),
        ({"Host": "rehearsal.example.org"}, 403),
        ({"Host": "127.0.0.1.example.org"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "[broken"}, 403),
        ({"Origin": "http://localhost:8081"}, 200),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/api/people", f"/bot{TOKEN}/getMe"])
async def test_only_this_machine_is_served(
    doors: Doors, headers: dict[str, str], status: int, path: str
) -> None:
    async with doors.http.get(doors.rehearsal.url + path, headers=headers) as response:
        assert response.status == status


@pytest.mark.parametrize("path", ["/page/../server.py", "/page/..%2fserver.py", "/page/none.js"])
async def test_the_page_gives_nothing_but_itself(doors: Doors, path: str) -> None:
    url = URL(doors.rehearsal.url + path, encoded=True)
    async with doors.http.get(url) as response:
        assert response.status == 404


async def test_a_stop_answers_who_waits_and_takes_no_second(doors: Doors) -> None:
    with anyio.fail_after(1.5):
        async with asyncio.TaskGroup() as group:
            poll = group.create_task(doors.updates(timeout=50))
            await doors.polled()
            async with doors.http.get(f"{doors.rehearsal.url}/api/stream") as stream:
                await doors.rehearsal.stop()
                await stream.read()
    assert poll.result() == []
