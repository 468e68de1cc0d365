"""Prints how evenly people are shown in each other's lists (`python -m bench.fairness`).

Owns the measure. The people of the example event register in the real product, one after another,
and each looks at their list at once; whoever finds nobody looks again when all are there.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.attendee_list import load
from bot.cast import JOINED, PLAIN_WORDS
from matchmaking.conditions import OPEN
from matchmaking.errors import Refused
from matchmaking.eventfile import load_event
from matchmaking.fairness import FAINT, cap
from matchmaking.learning import UNCHANGED
from matchmaking.people import Account, Attendee, AttendeeId, Draft, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.preview import Row
from matchmaking.scoring import LEAST
from matchmaking.usecases import arrivals, profiles, proposals
from storage.store import Store

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "techdays"
BEFORE = datetime(2027, 4, 1, 8, 0, tzinfo=UTC)
"""Some days before the event."""

Lists = Mapping[AttendeeId, Sequence[AttendeeId]]
"""Whom each attendee is shown."""


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """How often each attendee is shown in others' lists, and how many have no list."""

    mean: float
    maximum: int
    gini: float
    """0: everybody equally often; 1: one attendee alone (C. Gini, 1912)."""
    without: int
    """Attendees with no proposal at all."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Lists by score alone, lists as the product shows them, and who has a possible partner."""

    plain: Lists
    shown: Lists
    possible: frozenset[AttendeeId]
    cap: int
    """How often one attendee may be shown in the product's lists."""


def exposure(lists: Lists) -> Exposure:
    """How evenly these lists, one for each attendee, show the attendees."""
    counts = Counter(other for found in lists.values() for other in found)
    times = sorted(counts[attendee] for attendee in lists)
    total, people = sum(times), len(times)
    weighted = sum(place * count for place, count in enumerate(times, start=1))
    return Exposure(
        mean=total / people if people else 0.0,
        maximum=max(times, default=0),
        gini=2 * weighted / (people * total) - (people + 1) / people if total else 0.0,
        without=sum(not found for found in lists.values()),
    )


def measure() -> Figures:
    """Registers everybody of the example and asks for their lists. Takes some seconds."""
    rows = load(FOLDER / "attendees.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/fairness.sqlite3", clock=lambda: BEFORE)
        store.migrate()
        plan = load_event(FOLDER / "event.toml")
        store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
        try:
            return _measure(store, rows)
        finally:
            store.close_sync()


def _measure(store: Store, rows: Sequence[Row]) -> Figures:
    shown: dict[AttendeeId, Sequence[AttendeeId]] = {}
    people: dict[AttendeeId, PersonId] = {}
    for number, row in enumerate(rows, start=1):
        who = _register(store, number, row)
        people[who.id] = who.person.id
        shown[who.id] = _look(store, who.person.id)
    for attendee in [one for one, found in shown.items() if not found]:
        shown[attendee] = _look(store, people[attendee])
    plain = {one: _best(store, one, top=proposals.TOP, least=LEAST) for one in people}
    possible = frozenset(one for one in people if _best(store, one, top=1, least=FAINT))
    most = cap(len(people), len(people), proposals.TOP)
    return Figures(plain=plain, shown=shown, possible=possible, cap=most)


def _register(store: Store, number: int, row: Row) -> Attendee:
    """Somebody as they come out of the first questions."""
    account = Account(telegram_id=number, name=row.name, language_code=row.lang.value)
    words = JOINED[row.lang].format(seeks=row.seeks.rstrip(" ."), offers=row.offers.rstrip(" ."))

    def register(uow: UnitOfWork, now: datetime) -> Attendee:
        arrival = arrivals.arrive(uow, now, account=account)
        actor, event = arrival.person.id, arrival.event
        draft = Draft(
            consented=True,
            country=row.country,
            zone=event.plan.zone,
            role=row.role,
            organisation=row.organisation,
            speaks=row.speaks,
            windows=frozenset(window.id for window in event.plan.windows),
        )
        profiles.answer(uow, now, actor=actor, draft=draft)
        try:
            profiles.tell(uow, now, actor=actor, text=words)
        except Refused:
            profiles.tell(uow, now, actor=actor, text=PLAIN_WORDS[row.lang])
        return profiles.confirm(uow, now, actor=actor)

    return store.run_sync(register)


def _look(store: Store, actor: PersonId) -> list[AttendeeId]:
    views = store.run_sync(lambda uow, now: proposals.matches(uow, now, actor=actor))
    return [view.other.id for view in views]


def _best(store: Store, one: AttendeeId, *, top: int, least: float) -> list[AttendeeId]:
    def best(uow: UnitOfWork, _now: datetime) -> list[AttendeeId]:
        viewer = uow.attendees.many([one])[one]
        found = uow.attendees.best(
            viewer, allowed=OPEN, shown={}, adjust=UNCHANGED, top=top, least=least
        )
        return [match.other for match, _ in found]

    return store.run_sync(best)


def main() -> None:
    figures = measure()
    print(
        f"how often each of {len(figures.plain)} people is shown in lists of {proposals.TOP} "
        f"(at most {figures.cap} times)"
    )
    ways = {"by score alone": figures.plain, "as the product shows them": figures.shown}
    for name, lists in ways.items():
        one = exposure(lists)
        print(
            f"  {name:26} mean {one.mean:4.1f}   maximum {one.maximum:2}   Gini {one.gini:.3f}   "
            f"without anybody {one.without}"
        )


if __name__ == "__main__":
    main()
