"""An announcement to "French-speaking SMEs without a meeting" over HTTP, with the real programs:
scheduled, paused, resumed, killed with SIGKILL in the middle, and through in the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.phones import Line, Phone, line
from tests.journey.programs import Program, running
from tests.journey.steps import OMAR, Newcomer, register

pytestmark = pytest.mark.processes

TOKEN = "1:announcing"
START = "2027-04-10T09:00:00+01:00"
TEXT = "La salle B ouvre à neuf heures."
PACE = "1"
"""One message a second: slow enough to be interrupted."""


class Stage:
    """A simulator that stays, and a bot that is killed and comes back."""

    def __init__(self, url: str, connection: Line, folder: Path) -> None:
        self.line = connection
        self._environment = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "CLOCK_URL": f"{url}/api/clock",
            "DATA_DIR": str(folder),
            "PACE": PACE,
        }
        self.bot = self.start()
        link = self.bot.await_line("organiser ")
        self.secret = link.partition("?start=")[2]

    def start(self) -> Program:
        return Program("bot", "run", **self._environment)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with running("rehearsal", "--token", TOKEN, "--port", "0", "--now", START) as simulator:
        url = simulator.await_line("ready ")
        with line(url) as connection:
            stage = Stage(url, connection, tmp_path)
            yield stage
            stage.bot.kill()


def firm(number: int) -> Newcomer:
    """A French-speaking company that finds nobody."""
    return Newcomer(
        name=f"Maison {number}",
        language="fr",
        country="FR",
        role="sme",
        organisation=f"Maison {number}",
        words="Nous cherchons un cabinet de conseil en brevets.",
    )


def test_it_reaches_each_of_them_once_whatever_happens(stage: Stage) -> None:
    firms = [register(stage.line, firm(number)) for number in range(5)]
    other = register(stage.line, OMAR)
    organiser = Phone.of(stage.line, "Leïla Haddad", "fr")
    organiser.say(f"/start {stage.secret}")
    organiser.await_button("go:announce")
    write(organiser)
    narrow(organiser)
    schedule(organiser)
    stage.line.post("/api/clock", {"to": "2027-04-11T09:00:02+01:00"})
    stage.line.until(lambda: told(firms) >= 1, "the first copy")
    organiser.tap("an:1:pause")
    organiser.await_button("an:1:resume")
    stage.line.until(lambda: organiser.await_text("Suspendue"), "that it is paused")
    assert told(firms) < 5
    organiser.tap("an:1:resume")
    stage.line.until(lambda: told(firms) >= 3, "the third copy")
    stage.bot.kill()
    assert told(firms) < 5
    stage.bot = stage.start()
    stage.line.until(lambda: all(phone.count(TEXT) for phone in firms), "everybody's copy")
    organiser.await_text("C’est envoyé. 5 personnes")
    counts = sorted(phone.count(TEXT) for phone in firms)
    assert counts in ([1, 1, 1, 1, 1], [1, 1, 1, 1, 2]), "one may come twice: that in flight"
    assert other.count(TEXT) == 0


def write(organiser: Phone) -> None:
    """The text, in French alone."""
    organiser.tap("go:announce")
    for data in ("sw:announce:6", "sw:announce:2", "done:announce:2"):
        organiser.tap(data)
    organiser.await_text("Écrivez le texte")
    organiser.say(TEXT)
    organiser.await_button("an:1:send")


def narrow(organiser: Phone) -> None:
    """To French-speaking SMEs without a meeting."""
    for data in (
        "an:1:whom", "aw:1:language", "ap:1:language:fr:1", "an:1:whom", "aw:1:role",
        "ap:1:role:sme:1", "an:1:whom", "ap:1:meeting:none:1", "an:1:show",
    ):  # fmt: skip
        organiser.tap(data)
    shown = organiser.await_text("Pas encore de rendez-vous", "PME")
    assert "5 personnes" in shown["text"]


def schedule(organiser: Phone) -> None:
    """For tomorrow morning."""
    organiser.tap("an:1:hour")
    organiser.say("demain 9h")
    organiser.await_text("Départ")
    organiser.tap("an:1:send")
    organiser.await_text("Programmée", "5 personnes")


def told(phones: list[Phone]) -> int:
    return sum(phone.count(TEXT) > 0 for phone in phones)
