"""People with phones, over HTTP: they read their chat, type and tap, and wait for what comes.

Waiting is on the simulator's event stream, never on a pause of the test's own.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE = 90.0
"""Seconds after which something that did not come is missing."""

Message = dict[str, Any]


class Line:
    """A connection to the simulator, and its event stream in a thread of its own."""

    def __init__(self, base_url: str) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=PATIENCE)
        self._news = threading.Condition()
        self._count = 0
        self._open = True
        self._connected = threading.Event()
        self._thread = threading.Thread(target=self._listen, args=(base_url,), daemon=True)
        self._thread.start()
        assert self._connected.wait(PATIENCE), "the simulator's stream did not open"

    def _listen(self, base_url: str) -> None:
        timeout = httpx.Timeout(PATIENCE, read=None)
        try:
            with httpx.stream("GET", f"{base_url}/api/stream", timeout=timeout) as response:
                self._connected.set()
                for line in response.iter_lines():
                    if line.startswith("data:"):
                        with self._news:
                            self._count += 1
                            self._news.notify_all()
                    if not self._open:
                        return
        except httpx.HTTPError:
            return  # the simulator stops before its guests hang up

    def until(self, seen: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
        """Asks again after each event until `seen` gives something true."""
        deadline = time.monotonic() + patience
        while True:
            with self._news:
                before = self._count
            if found := seen():
                return found
            self._await_news_after(before)
            assert time.monotonic() < deadline, f"waited in vain: {what}"

    def _await_news_after(self, count: int) -> None:
        with self._news:
            self._news.wait_for(lambda: self._count != count, timeout=1.0)

    def get(self, path: str, **params: Any) -> Any:
        response = self.http.get(path, params=params)
        response.raise_for_status()
        return response.json()

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        response = self.http.post(path, json=body or {})
        response.raise_for_status()
        return response.json()

    def close(self) -> None:
        self._open = False
        self.http.close()


@contextmanager
def line(base_url: str) -> Iterator[Line]:
    connection = Line(base_url)
    try:
        yield connection
    finally:
        connection.close()


@dataclass
class Phone:
    """One person's chat with the bot. Counts what they had to do."""

    line: Line
    id: int
    typed: int = 0
    tapped: int = 0
    toasts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, line: Line, name: str, language: str) -> "Phone":
        person = line.post("/api/people", {"name": name, "language_code": language})
        return cls(line=line, id=person["id"])

    def chat(self) -> list[Message]:
        messages: list[Message] = self.line.get(f"/api/people/{self.id}/chat")
        return messages

    def from_bot(self) -> list[Message]:
        return [message for message in self.chat() if message["from"] == "bot"]

    def say(self, text: str) -> None:
        self.typed += not text.startswith("/")
        self.line.post(f"/api/people/{self.id}/say", {"text": text})

    def find(self, data: str) -> tuple[Message, str] | None:
        """The latest message with a button whose callback data starts with `data`."""
        for message in reversed(self.from_bot()):
            for row in message.get("buttons") or []:
                for button in row:
                    if str(button.get("data", "")).startswith(data):
                        return message, button["label"]
        return None

    def await_button(self, data: str) -> tuple[Message, str]:
        found: tuple[Message, str] = self.line.until(
            lambda: self.find(data), f"a button {data!r} in chat {self.id}: {self._last()}"
        )
        return found

    def await_text(self, *words: str, patience: float = PATIENCE) -> Message:
        """The latest bot message that holds all these words."""

        def seen() -> Message | None:
            return next(
                (m for m in reversed(self.from_bot()) if all(w in m["text"] for w in words)), None
            )

        message: Message = self.line.until(
            seen, f"{words} in chat {self.id}: {self._last()}", patience
        )
        return message

    def await_reply(self) -> Message:
        """The bot's message that came after the last thing this person wrote."""

        def seen() -> Message | None:
            last = self.chat()[-1:]
            return last[0] if last and last[0]["from"] == "bot" else None

        message: Message = self.line.until(seen, f"a reply in chat {self.id}: {self._last()}")
        return message

    def await_more_than(self, number: int) -> list[Message]:
        """The bot's messages after the first `number`."""
        more: list[Message] = self.line.until(
            lambda: self.from_bot()[number:], f"one more message in chat {self.id}: {self._last()}"
        )
        return more

    def count(self, *words: str) -> int:
        return sum(all(word in m["text"] for word in words) for m in self.from_bot())

    def tap(self, data: str) -> dict[str, Any]:
        message, label = self.await_button(data)
        self.tapped += 1
        answer: dict[str, Any] = self.line.post(
            f"/api/people/{self.id}/tap", {"message_id": message["message_id"], "label": label}
        )
        assert answer["answered"], f"the tap on {label!r} was not answered"
        if answer.get("text"):
            self.toasts.append(answer["text"])
        return answer

    def _last(self) -> str:
        return json.dumps([m["text"] for m in self.from_bot()][-2:], ensure_ascii=False)
