"""The cast: what a rule does, what a file may say, and a small play against the simulator."""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from rehearsal.cast import run_cast
from rehearsal.cast_file import CastError, read_cast, read_part
from rehearsal.cast_rules import Button, Player, Say, Shown, Tap, read_shown

ROOT = Path(__file__).parents[2]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def player(*rules: dict[str, Any], seed: int = 0, **fields: Any) -> Player:
    part = read_part({"name": "Rania", "rules": list(rules)} | fields, "test")
    return Player(part=part, dice=random.Random(seed))


def shown(message_id: int = 1, text: str = "", **buttons: str) -> Shown:
    made = tuple(Button(label=label, data=data) for label, data in buttons.items())
    return Shown(message_id=message_id, text=text, buttons=made)


class TestRules:
    def test_the_first_rule_that_matches_acts(self) -> None:
        rania = player(
            {"when_button": "^no:", "tap": True},
            {"when_button": "^yes:", "tap": True},
            {"when_text": "here", "say": "too late"},
        )
        act = rania.decide(shown(text="here", Accept="yes:1", Link=""))
        assert act == Tap(message_id=1, label="Accept")

    def test_a_message_is_looked_at_once_for_each_face(self) -> None:
        rania = player({"when_text": "Hello", "say": "Hello"})
        acts = [rania.decide(shown(text=text)) for text in ("Hello", "Hello", "Hello you")]
        assert acts == [Say(text="Hello"), None, Say(text="Hello")]

    def test_uses_run_out_and_the_next_rule_follows(self) -> None:
        rania = player(
            {"when_text": r"\?", "say": ["one", "two"], "at_most": 3},
            {"when_text": r"\?", "say": "done"},
        )
        acts = [rania.decide(shown(n, "so?")) for n in range(4)]
        assert acts == [Say(text=words) for words in ("one", "two", "one", "done")]

    def test_a_player_stops_at_its_own_limit(self) -> None:
        rania = player({"when_text": "", "say": "again"}, at_most=2)
        assert [rania.decide(shown(n)) is None for n in range(4)] == [False, False, True, True]

    def test_text_and_button_must_both_be_found(self) -> None:
        rania = player({"when_text": "offer", "when_button": "^go$", "tap": True})
        assert rania.decide(shown(1, "an offer", A="stop")) is None
        assert rania.decide(shown(2, "something", A="go")) is None
        assert rania.decide(shown(3, "an offer", A="go")) == Tap(message_id=3, label="A")

    @pytest.mark.parametrize("message", [shown(text="a summary"), shown(A="summary:1")])
    def test_either_is_enough_where_the_rule_says_so(self, message: Shown) -> None:
        rania = player({"when_text_or_button": "summary", "say": "fine"})
        assert rania.decide(message) == Say(text="fine")

    def test_tap_may_name_another_button(self) -> None:
        rania = player({"when_text": "chips", "tap": "^save$"}, {"when_text": "", "say": "none"})
        assert rania.decide(shown(1, "chips", A="chip", B="save")) == Tap(message_id=1, label="B")
        assert rania.decide(shown(2, "chips", A="chip")) == Say(text="none")

    def test_the_same_seed_plays_the_same(self) -> None:
        rule = {"when_button": "^slot:", "tap": True, "chance": 0.5, "pick": "random"}
        message = {"A": "slot:1", "B": "slot:2", "C": "slot:3"}

        def play(seed: int) -> list[Tap | Say | None]:
            rania = player(rule, seed=seed)
            return [rania.decide(shown(n, **message)) for n in range(40)]

        assert play(7) == play(7)
        assert play(7) != play(8)
        labels = {act.label for act in play(7) if isinstance(act, Tap)}
        assert labels == {"A", "B", "C"}
        assert None in play(7)

    def test_people_do_not_answer_themselves(self) -> None:
        assert read_shown({"message_id": 1, "from": "person", "text": "Hello"}) is None

    def test_a_message_of_the_door_is_read(self) -> None:
        rows = [
            [{"label": "Yes", "kind": "callback", "data": "yes"}],
            [{"label": "Web", "url": "x"}],
        ]
        message = {"message_id": 4, "from": "bot", "text": "So?", "buttons": rows}
        assert read_shown(message) == shown(4, "So?", Yes="yes", Web="")


class TestFile:
    @pytest.mark.parametrize(
        ("rule", "complaint"),
        [
            ({"say": "x"}, "when_button, when_text or when_text_or_button is needed"),
            ({"when_text": "x"}, "either tap or say is needed, not both"),
            ({"when_text": "x", "tap": "y", "say": "z"}, "either tap or say is needed, not both"),
            (
                {"when_text": "(", "say": "z"},
                "'(' is no pattern: missing ), unterminated subpattern at position 0",
            ),
            ({"when_text": "x", "say": "z", "chnace": 1}, "unknown chnace"),
            ({"when_text": "x", "say": "z", "chance": 2}, "chance must be a number from 0 to 1"),
            ({"when_text": "x", "say": []}, "say must be a text or a list of texts"),
            ({"when_button": "x", "tap": True, "pick": "last"}, "pick is first or random"),
        ],
    )
    def test_a_rule_that_cannot_be_played_is_named(
        self, tmp_path: Path, rule: dict[str, Any], complaint: str
    ) -> None:
        file = tmp_path / "cast.json"
        file.write_text(json.dumps({"players": [{"name": "Rania", "rules": [rule]}]}))
        with pytest.raises(CastError) as caught:
            read_cast(file)
        assert str(caught.value) == f"player 1 (Rania), rule 1: {complaint}"

    def test_what_is_no_cast_is_refused_in_one_line(self, tmp_path: Path) -> None:
        file = tmp_path / "cast.json"
        for content in ("[]", "{", '{"players": [{}]}', '{"players": [1]}'):
            file.write_text(content)
            with pytest.raises(CastError, match=r"^[^\n]+$"):
                read_cast(file)


@pytest.fixture
def base() -> Iterator[str]:
    command = [sys.executable, "-m", "rehearsal", "--token", "1:abc", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as simulator:
        assert simulator.stdout is not None
        ready = simulator.stdout.readline().split()
        assert ready[:1] == ["ready"]
        yield ready[1]
        simulator.terminate()


class AskingBot:
    """Asks for a name, then yes or no, and edits its question into a thank-you."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._base = http, base
        self._offset = 0

    async def call(self, method: str, **params: Any) -> Any:
        url = f"{self._base}/bot1:abc/{method}"
        async with self._http.post(url, json=params) as answer:
            body = await answer.json()
        assert body["ok"], (method, body)
        return body["result"]

    async def run(self) -> None:
        while True:
            for update in await self.call("getUpdates", offset=self._offset, timeout=20):
                self._offset = update["update_id"] + 1
                if "message" in update:
                    await self._on_message(update["message"])
                else:
                    await self._on_tap(update["callback_query"])

    async def _on_message(self, message: dict[str, Any]) -> None:
        chat = message["chat"]["id"]
        if message["text"] == "/start":
            await self.call("sendMessage", chat_id=chat, text="What is your name?")
            return
        yes, no = ({"text": word, "callback_data": word.lower()} for word in ("Yes", "No"))
        markup = {"inline_keyboard": [[yes, no]]}
        text = f"{message['text']}, right?"
        await self.call("sendMessage", chat_id=chat, text=text, reply_markup=markup)

    async def _on_tap(self, query: dict[str, Any]) -> None:
        await self.call("answerCallbackQuery", callback_query_id=query["id"])
        message = query["message"]
        chat, number = message["chat"]["id"], message["message_id"]
        words = f"Thank you: {query['data']}"
        await self.call("editMessageText", chat_id=chat, message_id=number, text=words)


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run works beside the test, and end them with it."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def chats_when(
    http: aiohttp.ClientSession, base: str, done: Callable[[dict[str, list[str]]], bool]
) -> dict[str, list[str]]:
    """Follow the stream until ``done`` says so of everybody's texts; fails after 20 s."""

    async def get(path: str) -> Any:
        async with http.get(f"{base}/api/{path}") as answer:
            return await answer.json()

    async with asyncio.timeout(20), http.get(f"{base}/api/stream") as stream:
        while True:
            people = {p["name"]: await get(f"people/{p['id']}/chat") for p in await get("people")}
            texts = {name: [m["text"] for m in chat] for name, chat in people.items()}
            if done(texts):
                return texts
            await stream.content.readline()


def cast_file(folder: Path, count: int) -> Path:
    rules = [
        {"when_text": "your name", "say": "Rania", "at_most": 1},
        {"when_button": "^yes$", "tap": True, "chance": 0.5},
        {"when_button": "^yes$", "tap": "^no$"},
        {"when_text": "^Thank you", "say": "Bye", "at_most": 1},
    ]
    part = {"language_code": "fr", "think_s": [0, 0.01], "rules": rules}
    file = folder / "cast.json"
    file.write_text(json.dumps({"players": [part | {"name": f"P{n}"} for n in range(count)]}))
    return file


def expected_talks(count: int, seed: int) -> dict[str, list[str]]:
    """What everybody's chat comes to: two draws of each player's own dice."""
    talks = {}
    for number in range(count):
        dice = random.Random(seed + number)
        first, second = ("yes" if dice.random() < 0.5 else "no" for _ in range(2))
        asked, thanked = ["/start", "What is your name?", "Rania"], f"Thank you: {first}"
        talks[f"P{number}"] = [*asked, thanked, "Bye", f"Thank you: {second}"]
    return talks


@pytest.mark.anyio
@pytest.mark.processes
async def test_twelve_players_go_through_a_conversation(base: str, tmp_path: Path) -> None:
    file, expected = cast_file(tmp_path, 12), expected_talks(12, 5)
    async with aiohttp.ClientSession() as http:
        async with running(AskingBot(http, base).run(), run_cast(base, file, seed=5)):
            assert await chats_when(http, base, lambda talks: talks == expected) == expected
        async with http.get(f"{base}/api/people") as answer:
            assert {person["cast"] for person in await answer.json()} == {True}


@pytest.mark.anyio
@pytest.mark.processes
async def test_players_outlast_a_bot_that_goes_and_comes(base: str, tmp_path: Path) -> None:
    file, expected = cast_file(tmp_path, 3), expected_talks(3, 1)
    opened = {name: ["/start"] for name in expected}
    async with aiohttp.ClientSession() as http, running(run_cast(base, file, seed=1)):
        await chats_when(http, base, lambda talks: talks == opened)
        async with running(AskingBot(http, base).run()):
            assert await chats_when(http, base, lambda talks: talks == expected) == expected


@pytest.mark.anyio
async def test_what_a_broken_stream_hid_is_read_afterwards(tmp_path: Path) -> None:
    """The stream ends at once, twice; the question stands in the chat alone."""
    said: list[str] = []
    answered = asyncio.Event()
    openings = 0

    async def enter(_: web.Request) -> web.Response:
        return web.json_response({"id": 7})

    async def chat(_: web.Request) -> web.Response:
        asked = [{"message_id": 2, "from": "bot", "text": "your name?", "buttons": []}]
        return web.json_response(asked if said else [])

    async def say(request: web.Request) -> web.Response:
        said.append((await request.json())["text"])
        if len(said) == 2:
            answered.set()
        return web.json_response({})

    async def stream(request: web.Request) -> web.StreamResponse:
        nonlocal openings
        openings += 1
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        if openings > 2:
            await answered.wait()
        return response

    app = web.Application()
    app.router.add_post("/api/people", enter)
    app.router.add_get("/api/people/7/chat", chat)
    app.router.add_post("/api/people/7/say", say)
    app.router.add_get("/api/stream", stream)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        async with running(run_cast(f"http://{host}:{port}", cast_file(tmp_path, 1), seed=0)):
            async with asyncio.timeout(10):
                await answered.wait()
    finally:
        await runner.cleanup()
    assert said == ["/start", "Rania"]
