"""The bot is killed at each step from a tap on "Accept" to the note that its news went out.

Started again, the meeting stands, is booked once for each, and both have been told: once, or twice
where the process died between Telegram's yes and our note of it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench import seeds
from bot.files import EXAMPLE_EVENT, sqlite_file, sqlite_in
from matchmaking.eventfile import load_event
from matchmaking.intents import Language
from matchmaking.people import Account
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.proposals import proposed
from storage.store import Store
from tests.journey.mortal import ARMED, STEPS
from tests.journey.phones import Line, Phone, line
from tests.journey.programs import ROOT, Program, running

pytestmark = pytest.mark.processes

TOKEN = "1:steps"
START = "2027-04-12T09:00:00+01:00"


@pytest.fixture(scope="module")
def simulator() -> Iterator[tuple[str, Line]]:
    with running("rehearsal", "--token", TOKEN, "--port", "0", "--now", START) as program:
        url = program.await_line("ready ")
        with line(url) as connection:
            yield url, connection


def an_offer(folder: Path, proposer: Phone, invitee: Phone) -> None:
    """The two are registered, and one has made the other an offer that is about to be told."""
    plan = load_event(ROOT / EXAMPLE_EVENT)
    slot = plan.windows[0].starts_at
    store = Store.open(sqlite_in(folder), clock=lambda: slot.replace(day=slot.day - 1))
    store.migrate()

    def fill(uow: UnitOfWork, now: object) -> None:
        uow.events.put(plan)
        instant = store.clock()
        one, other = (
            seeds.put_attendee(
                uow,
                instant,
                account=Account(telegram_id=phone.id, name=name),
                language=Language.EN,
            )
            for phone, name in ((proposer, "Amal"), (invitee, "Basma"))
        )
        meeting = seeds.put_offer(uow, instant, proposer=one, invitee=other, slot=slot)
        uow.notices.leave([proposed(meeting, other.person, instant)])

    store.run_sync(fill)
    store.close_sync()


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_loses_nothing(
    step: str, simulator: tuple[str, Line], tmp_path: Path
) -> None:
    url, connection = simulator
    amal, basma = (Phone.of(connection, name, "en") for name in ("Amal", "Basma"))
    for phone in (amal, basma):
        phone.say("/help")
    an_offer(tmp_path, amal, basma)
    environment = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "CLOCK_URL": f"{url}/api/clock",
        "DATA_DIR": str(tmp_path),
    }
    mortal = Program("tests.journey.mortal", step, **environment)
    message, label = basma.await_button("ac:")
    (tmp_path / ARMED).touch()
    connection.post(
        f"/api/people/{basma.id}/tap", {"message_id": message["message_id"], "label": label}
    )
    mortal.process.wait(timeout=60)
    assert not (tmp_path / ARMED).exists(), "the step was never come to"
    owed = answer_owed(tmp_path)
    with running("bot", "run", **environment):
        basma.await_button("ca:")
        amal.await_button("ca:")
        connection.until(lambda: settled(tmp_path), "the news is noted as sent")
    assert told(amal) == 1 or (step == "after_the_sending" and told(amal) == 2)
    # Who may not have got the answer to a tap is shown where the conversation stands.
    assert told(basma) == 1 or (owed and told(basma) == 2)
    with closing(sqlite3.connect(sqlite_file(tmp_path))) as rows:
        assert rows.execute("SELECT state FROM meeting").fetchall() == [("accepted",)]
        assert rows.execute("SELECT count(*) FROM booking").fetchone() == (2,)


def settled(folder: Path) -> bool:
    """Whether no news of the booking is waiting."""
    with closing(sqlite3.connect(sqlite_file(folder))) as rows:
        states = rows.execute("SELECT state FROM notice WHERE kind = 'booked'").fetchall()
    return states == [("sent",)]


def answer_owed(folder: Path) -> bool:
    """Whether the answer to some update is not noted as given."""
    with closing(sqlite3.connect(sqlite_file(folder))) as rows:
        (owed,) = rows.execute(
            "SELECT count(*) FROM kept_update WHERE state <> 'answered'"
        ).fetchone()
    return bool(owed)


def told(phone: Phone) -> int:
    """How many messages of the chat say that the meeting is booked."""
    return sum(
        any(
            str(button.get("data", "")).startswith("ca:")
            for row in message.get("buttons") or []
            for button in row
        )
        for message in phone.from_bot()
    )
