"""Many people for the bench of announcements: in a simulator of its own process, and in a store."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from matchmaking.eventfile import load_event
from matchmaking.organisers import OrganiserRole
from matchmaking.people import PersonId
from matchmaking.usecases import arrivals
from storage.store import Store
from storage.tables import ATTENDEE, INTENT, PERSON

ROOT = Path(__file__).resolve().parent.parent
EVENT = ROOT / "examples" / "techdays" / "event.toml"
LANGUAGES = ("fr", "en", "ar")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the simulator heard in one round: when each message came, in seconds of its clock, and
    how many it refused."""

    times: list[float]
    refused: int
    told: dict[str, float]
    """When each chat heard its reminder."""

    @property
    def rate(self) -> float:
        """Messages a second, from the first to the last."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])


class Crowd:
    """The simulator and the people in it."""

    def __init__(self, people: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.crowd_stage", "--people", str(people)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self._line().split()[1]

    def ask(self, **wish: Any) -> dict[str, Any]:
        """One wish, and its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._line())
        return answer

    def heard(self) -> Heard:
        """What came since this was last asked."""
        return Heard(**self.ask(do="heard"))

    def close(self) -> None:
        """Ends the simulator."""
        self._process.terminate()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the simulator gave up")
        return line


def furnished(folder: Path, people: int, first_chat: int) -> Store:
    """A store with so many people who take part; the first of them is the organiser."""
    store = Store.open(f"sqlite:///{folder / 'bench.sqlite3'}", clock=lambda: datetime.now(UTC))
    store.migrate()
    plan = load_event(EVENT)
    event = store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    now = datetime.now(UTC)
    numbers = range(1, people + 1)
    with store._transactions.writer.begin() as connection:
        connection.execute(
            PERSON.insert(),
            [
                {"id": n, "telegram_id": first_chat + n - 1, "name": f"P {n}", "country": "TN",
                 "language": LANGUAGES[n % 3], "consented_at": now, "version": 1}
                for n in numbers
            ],
        )  # fmt: skip
        connection.execute(
            ATTENDEE.insert(),
            [
                {"id": n, "person_id": n, "event_id": event.id, "speaks": [], "words": "",
                 "role": ("sme", "startup")[n % 2], "dropped": [], "windows_asked": False,
                 "version": 1}
                for n in numbers
            ],
        )  # fmt: skip
        connection.execute(
            INTENT.insert(),
            [
                {"attendee_id": n, "position": place, "kind": "trade", "side": "seek",
                 "markets": [], "concepts": ["agrifood.olive_oil" if n % 5 else "ai"],
                 "words": "", "context": ""}
                for n in numbers
                for place in range(3)
            ],
        )  # fmt: skip
    store.run_sync(
        lambda uow, now: uow.organisers.add(PersonId(1), event.id, now, role=OrganiserRole.OWNER)
    )
    return store
