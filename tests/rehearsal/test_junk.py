"""Whatever is sent to either door gets a clear JSON answer, never a failure of the rehearsal."""

import io
from collections.abc import AsyncIterator

import aiohttp
import pytest

from rehearsal.server import Rehearsal

pytestmark = pytest.mark.anyio

DEEP = b"[" * 100_000
HUGE = b"9" * 400
LONG = "9" * 5000


@pytest.fixture
async def rehearsal() -> AsyncIterator[Rehearsal]:
    async with Rehearsal(token="1:abc") as running:
        person = running.world.add_person("Nadia Haddad", "ar")
        running.world.say(person, "/start")
        yield running


async def sent(
    rehearsal: Rehearsal, method: str, path: str, body: bytes = b""
) -> tuple[int, object]:
    headers = {"content-type": "application/json"}
    async with aiohttp.ClientSession() as http:
        request = http.request(
            method, f"{rehearsal.url}{path}", data=io.BytesIO(body), headers=headers
        )
        async with request as response:
            return response.status, await response.json()


NOT_JSON = {"error": "the body is not JSON"}
OFF_CALENDAR = {"error": "the clock runs from 1970 to 2500"}


@pytest.mark.parametrize(
    ("method", "path", "body", "answer"),
    [
        ("POST", "/api/people", DEEP, (400, NOT_JSON)),
        ("POST", "/api/people/5000000001/say", DEEP, (400, NOT_JSON)),
        ("POST", "/api/clock", b'{"advance": NaN}', (400, NOT_JSON)),
        ("POST", "/api/clock", b'{"advance": 1e400}', (400, OFF_CALENDAR)),
        ("POST", "/api/clock", b'{"advance": %s}' % HUGE, (400, OFF_CALENDAR)),
        (
            "POST",
            "/api/faults",
            b'{"method": "getMe", "drop": true, "times": 1e400}',
            (400, {"error": "times is out of all proportion"}),
        ),
        (
            "POST",
            "/api/faults",
            b'{"method": "getMe", "delay_s": -1}',
            (400, {"error": "delay_s is not negative"}),
        ),
        (
            "POST",
            "/api/faults",
            b'{"method": "sendMesage", "drop": true}',
            (400, {"error": "there is no method sendMesage"}),
        ),
        (
            "POST",
            "/api/people/5000000001/tap",
            b'{"message_id": [], "label": "x"}',
            (400, {"error": "message_id is a number"}),
        ),
        (
            "GET",
            f"/api/people/{LONG}",
            b"",
            (404, {"error": f"there is no GET /api/people/{LONG}"}),
        ),
        ("GET", "/api/people/²", b"", (404, {"error": "there is no GET /api/people/²"})),
        ("GET", f"/api/calls?since={LONG}", b"", (400, {"error": "since is the id of a call"})),
        ("GET", "/page/%00", b"", (404, {"error": "there is no /page/\0"})),
        ("POST", "/", b"", (404, {"error": "there is no POST /"})),
    ],
)
async def test_the_human_door_says_what_is_wrong(
    rehearsal: Rehearsal, method: str, path: str, body: bytes, answer: tuple[int, object]
) -> None:
    assert await sent(rehearsal, method, path, body) == answer


@pytest.mark.parametrize(
    ("method", "body", "words"),
    [
        ("sendMessage", DEEP, "can't parse JSON object"),
        ("sendMessage", b'{"chat_id": "\xc2\xb2", "text": "x"}', "chat not found"),
        ("sendMessage", b'{"chat_id": "--5", "text": "x"}', "chat not found"),
        (
            "setWebhook",
            b'{"url": "http://[bad"}',
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            b'{"url": "http://x:99999/"}',
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "sendLocation",
            b'{"chat_id": 5000000001, "latitude": %s, "longitude": 1}' % HUGE,
            "can't parse latitude: a number is expected",
        ),
    ],
)
async def test_the_bot_door_refuses_in_telegrams_words(
    rehearsal: Rehearsal, method: str, body: bytes, words: str
) -> None:
    refused = {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert await sent(rehearsal, "POST", f"/bot1:abc/{method}", body) == (400, refused)
    status, calls = await sent(rehearsal, "GET", "/api/calls")
    assert status == 200
    assert isinstance(calls, list)


async def test_a_link_to_nobody_with_a_long_number_is_no_mention(rehearsal: Rehearsal) -> None:
    body = (
        '{"chat_id": 5000000001, "parse_mode": "HTML", "text": "<a href=\'tg://user?id=%s\'>x</a>"}'
    )
    status, _ = await sent(rehearsal, "POST", "/bot1:abc/sendMessage", (body % LONG).encode())
    assert status == 200


async def test_a_body_beyond_all_limits_is_too_large_at_both_doors(rehearsal: Rehearsal) -> None:
    body = b" " * (53 * 1024 * 1024)
    assert await sent(rehearsal, "POST", "/api/people", body) == (
        413,
        {"error": "the body is too large"},
    )
    refused = {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}
    assert await sent(rehearsal, "POST", "/bot1:abc/getMe", body) == (413, refused)
