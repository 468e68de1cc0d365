"""The bot's process is killed with SIGKILL where it hurts; started again, nothing is lost.

The simulator lives on, as Telegram would, and the bot is a process of its own that follows the
simulator's clock.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.phones import Line, Phone, line
from tests.journey.programs import Program, running
from tests.journey.steps import AMAL, CAMILLE, OMAR, propose, register

pytestmark = pytest.mark.processes

TOKEN = "1:crash"
START = "2027-04-10T09:00:00+01:00"


class Stage:
    """A simulator that stays, and a bot that comes and goes."""

    def __init__(self, url: str, connection: Line, folder: Path) -> None:
        self.line = connection
        self._environment = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "CLOCK_URL": f"{url}/api/clock",
            "DATA_DIR": str(folder),
        }
        self.bot = self._start()

    def _start(self) -> Program:
        return Program("bot", "run", **self._environment)

    def kill(self) -> None:
        self.bot.kill()

    def revive(self) -> None:
        self.bot = self._start()

    def fault(self, method: str, **what: object) -> None:
        self.line.post("/api/faults", {"method": method, **what})

    def heal(self) -> None:
        self.line.http.delete("/api/faults").raise_for_status()

    def await_call(self, method: str, phone: Phone) -> None:
        self.line.until(
            lambda: any(
                call["method"] == method and call["chat_id"] == phone.id
                for call in self.line.get("/api/calls")
            ),
            f"a call of {method} for {phone.id}",
        )


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with running("rehearsal", "--token", TOKEN, "--port", "0", "--now", START) as simulator:
        url = simulator.await_line("ready ")
        with line(url) as connection:
            stage = Stage(url, connection, tmp_path)
            yield stage
            stage.kill()


def texts(phone: Phone) -> list[str]:
    return [message["text"] for message in phone.from_bot()]


def test_updates_in_flight_are_dealt_with_once(stage: Stage) -> None:
    people = [Phone.of(stage.line, f"Guest {n}", ("ar", "fr", "en")[n % 3]) for n in range(9)]
    people[0].say("/start")
    people[0].await_button("la:")
    for phone in people[1:]:
        phone.say("/start")
    stage.kill()
    stage.revive()
    for phone in people:
        phone.await_button("la:")
    for phone in people:
        phone.tap("la:")
    for phone in people:
        phone.await_button("ok:1")
        # The answer whose sending the kill interrupted may have come twice, never more often.
        assert len(texts(phone)) <= 2


def test_a_conversation_goes_on_where_it_was(stage: Stage) -> None:
    phone = Phone.of(stage.line, OMAR.name, "en")
    phone.say("/start")
    for data in ("la:en", "ok:1", "co:JO", "ro:sme"):
        phone.tap(data)
    phone.await_button("or")
    stage.kill()
    phone.say(OMAR.organisation)
    stage.revive()
    phone.await_button("q:organisation")
    before = len(texts(phone))
    phone.say(OMAR.words)
    phone.tap("right")
    phone.tap("done:speaks")
    phone.tap("done:windows")
    assert len(texts(phone)) == before + 1
    phone.say("/profile")
    assert OMAR.organisation in phone.await_reply()["text"]


def test_what_an_acceptance_owes_is_told_once_after_a_kill(stage: Stage) -> None:
    amal, camille = register(stage.line, AMAL), register(stage.line, CAMILLE)
    propose(camille)
    amal.await_button("ac:")
    stage.fault("sendMessage", times=1000, error_code=500)
    amal.tap("ac:")
    stage.await_call("editMessageText", amal)
    stage.kill()
    stage.heal()
    assert camille.count(AMAL.name, "10") == 0 or not told(camille)
    stage.revive()
    stage.line.until(lambda: told(camille), "the news of the acceptance")
    stage.line.post("/api/clock", {"to": "2027-04-12T18:00:05+01:00"})
    camille.await_text(AMAL.name, "1")
    stage.line.until(lambda: len(told(camille)) >= 1, "still told")
    assert len(told(camille)) == 1


def told(phone: Phone) -> list[str]:
    """The messages that say that the meeting is booked: those that offer to cancel it, and no
    reminder."""
    return [
        message["text"]
        for message in phone.from_bot()
        if any(
            str(button.get("data", "")).startswith("ca:")
            for row in message.get("buttons") or []
            for button in row
        )
    ]
