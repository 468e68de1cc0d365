"""What `test_timekeeping` runs in processes of their own, since a process reads a zone once: agrees
on meetings by the rules it finds, or keeps their hours by those it finds. Takes its steps as JSON,
each a database, a zone, a day and what to do; prints what came of each."""

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from handlers.calendar_file import diary_file
from handlers.screens.notices import notice_screen
from i18n.markup import visible
from i18n.phrasebook import phrasebook
from matchmaking.events import EventPlan, Window
from matchmaking.intents import CountryCode
from matchmaking.people import Draft, PersonId, WindowId
from matchmaking.spans import Stretch
from matchmaking.usecases import arrivals, calendars, delivery, hours, profiles, timekeeping
from storage.store import Store
from tests.ics_reader import instant, read
from tests.matchmaking.builders import TITLES, event
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def plan(zone: str, day: date) -> EventPlan:
    """An event from 10 to 12 on its own clock."""
    start = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(zone))
    window = Window(
        id=WindowId(0),
        code="w",
        starts_at=start.astimezone(UTC),
        ends_at=(start + timedelta(hours=2)).astimezone(UTC),
        titles=TITLES,
    )
    one = event(window).plan
    return replace(one, zone=zone, days=(replace(one.days[0], date=day),))


def agree(stage: Stage, zone: str) -> None:
    """A meeting at 10:40 and an offer of 11:20 between people there and in Tunis; 11 blocked."""
    there, away, third = (
        stage.attendee(1, SEEKS_OIL),
        stage.attendee(2, OFFERS_OIL),
        stage.attendee(3, OFFERS_OIL),
    )
    draft = Draft(country=CountryCode("EG"), zone=zone)
    stage.do(lambda uow, now: profiles.answer(uow, now, actor=there, draft=draft))
    window = stage.event().plan.windows[0].starts_at
    slot, later = window + timedelta(minutes=40), window + timedelta(minutes=80)
    offered = stage.offer(there, away, slot).meeting
    stage.accept(away, offered.id, slot)
    stage.offer(there, third, later)
    block = Stretch(starts_at=later - timedelta(minutes=40), ends_at=later)
    stage.do(lambda uow, now: hours.toggle(uow, now, actor=third, stretch=block))
    stage.due()


def told(stage: Stage, person: PersonId) -> dict[str, Any]:
    """Where things stand for a person."""
    at = stage.event()
    attendee = stage.as_attendee(person)
    found = stage.do(lambda uow, now: uow.meetings.of_attendee(attendee.id))
    busy = stage.do(lambda uow, now: sorted(uow.meetings.busy(attendee.id)))
    return {
        "starts": [one.starts_at.isoformat() if one.starts_at else None for one in found],
        "slots": [[slot.isoformat() for slot in one.slots] for one in found],
        "busy": [one.isoformat() for one in busy],
        "sequence": [one.sequence for one in found],
        "window": at.plan.windows[0].starts_at.isoformat(),
        "blocked": [one.starts_at.isoformat() for one in attendee.blocked],
    }


def calendar(stage: Stage, person: PersonId) -> list[str]:
    """The UID, SEQUENCE and start of the person's calendar file."""
    diary = stage.do(lambda uow, now: calendars.all_ahead(uow, now, actor=person))
    data = diary_file(diary, phrasebook("en")).data
    (entry,) = read(data).all("VEVENT")
    return [entry.text("UID"), entry.text("SEQUENCE"), instant(data, entry, "DTSTART").isoformat()]


def messages(stage: Stage) -> list[list[Any]]:
    """What is due now, as [recipient, kind, text], sent."""
    sent: list[list[Any]] = []
    until = stage.now + timedelta(minutes=1)
    while batch := stage.do(
        lambda uow, now: uow.notices.claim(now, until=until, limit=9, worker="t")
    ):
        for notice in batch:
            ready = stage.do(partial(delivery.prepare, notice=notice))
            if isinstance(ready, delivery.Delivery):
                text = visible(notice_screen(ready).html)
                sent.append([notice.what.recipient, notice.what.kind.value, text])
            stage._deliver(notice)
    return sent


def done(database: str, zone: str, day: str, step: str) -> dict[str, Any]:
    """One step; `agree` and then `keep`, by the rules that this process finds."""
    clock = [NOW]
    store = Store.open(f"sqlite:///{database}", clock=lambda: clock[0])
    stage = Stage(store, clock)
    said: dict[str, Any] = {}
    if step == "agree":
        store.migrate()
        made = plan(zone, date.fromisoformat(day))
        store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=made))
        agree(stage, zone)
    else:
        clock[0] += timedelta(hours=1)
        said["out_of_step"] = stage.do(timekeeping.out_of_step)
        said["kept"] = stage.do(timekeeping.keep_hours).moved
        said["again"] = stage.do(timekeeping.keep_hours).moved
        said["messages"] = messages(stage)
    people = [PersonId(1), PersonId(2), PersonId(3)]
    said["people"] = [told(stage, one) for one in people]
    said["calendar"] = calendar(stage, people[0])
    start = datetime.fromisoformat(said["people"][1]["starts"][0])
    if step == "keep":
        clock[0] = start - timedelta(minutes=15)
        said["soon"] = sorted(one[:2] for one in messages(stage) if one[1] == "soon")
    store.close_sync()
    return said


if __name__ == "__main__":
    sys.stdout.write(json.dumps([done(*step) for step in json.loads(sys.argv[1])]))
