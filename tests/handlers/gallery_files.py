"""Screens around the files that organisers send and take, plain and difficult."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.errors import words_for
from handlers.screens import editing, home, imports
from handlers.screens import event as event_screens
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.imports import DraftId, ImportState
from matchmaking.plan_changes import Change, Detail, How
from matchmaking.programme_ics import Fault as ProgrammeFault
from matchmaking.programme_ics import Problem as ProgrammeProblem
from matchmaking.programme_merge import told_problems
from matchmaking.registrations import Counts
from matchmaking.sheets.table import Fault, Place, Problem
from matchmaking.usecases.editing import Item
from matchmaking.usecases.registering import AttendeesView, ListView
from matchmaking.usecases.setting_up import EventDraft
from tests.handlers.people import HARD

FILE = "inscrits_2027 (1).xlsx"
DATA: dict[str, str | int] = {
    "limit": 750, "cells": "B2:C14", "value": "Atlantis", "row": 12,
}  # fmt: skip


def problems() -> tuple[Problem, ...]:
    """Every fault, here and there."""
    places = (
        Place(sheet="Participants", row=112, column=3, head="Pays"),
        Place(row=7, column=28),
        Place(sheet=HARD, row=3, column=1, head=HARD[:60]),
        Place(),
    )
    return tuple(
        Problem(fault=fault, place=place, data=DATA) for fault in Fault for place in places
    )


def file_screens(on: Event, book: Phrasebook) -> Iterator[tuple[str, Screen]]:
    """All of them."""
    closed = replace(on, plan=replace(on.plan, walk_ins=False))
    for event, total, claimed in ((on, 0, 0), (on, 240, 11), (closed, 2, 1), (closed, 5000, 100)):
        view = AttendeesView(
            event=event, counts=Counts(total=total, claimed=claimed), ready=claimed
        )
        yield "attendees", imports.attendees(view, book, address="https://t.me/multaqa_bot")
    yield "import.fetching", imports.fetching(FILE, book)
    yield "import.reading", imports.reading(FILE, 1250, 5000, book)
    for key in ("import.too_large", "import.lost"):
        yield key, imports.unusable(FILE, book, key=key)
    for problem in problems():
        yield "import.refused", imports.refused(FILE, problem, book)
    yield from _lists(on, book)
    yield from event_screens_of(on, book)
    for refusal in (Refusal.NO_WALK_INS, Refusal.LINK_TAKEN):
        said = words_for(Refused(refusal), book)
        yield "door", home.door(said, "Leïla, +216 71 000 000", book)


def _lists(on: Event, book: Phrasebook) -> Iterator[tuple[str, Screen]]:
    view = ListView(
        draft=DraftId(1),
        state=ImportState.OPEN,
        added=240,
        changed=3,
        same=12,
        silent=11,
        problems=problems()[:3],
        left_out=2,
        unknown=("Pointure", HARD[:60]),
        event=on,
    )
    yield "import.list", imports.sent_list(view, book)
    for n in (1, 2, 5, 11, 100, 5000):
        some = replace(view, added=n, changed=0, same=n, silent=n, left_out=n, unknown=())
        some = replace(some, problems=(problems() * 99)[:n])
        yield f"import.list.{n}", imports.sent_list(some, book)
        yield f"import.problems.{n}", imports.all_problems(some, book)
        done = replace(some, state=ImportState.APPLIED)
        yield f"import.applied.{n}", imports.sent_list(done, book)
    clean = replace(view, problems=(), left_out=0, silent=0, unknown=())
    yield "import.clean", imports.sent_list(clean, book)
    same = replace(clean, added=0, changed=0)
    yield "import.same", imports.sent_list(same, book)
    yield "import.nobody", imports.sent_list(replace(same, same=0, left_out=3), book)
    yield "import.discarded", imports.sent_list(replace(view, state=ImportState.DISCARDED), book)


def event_screens_of(on: Event, book: Phrasebook) -> Iterator[tuple[str, Screen]]:
    """The event itself, and what a file would change in it."""
    yield "event", event_screens.event(on, book)
    yield from _edited(on, book)
    details = (
        Detail(field="from", before="15:30", after="16:00"),
        Detail(field="audience", before="sme, startup", after=""),
        Detail(field="mode", before="virtual", after="in_person"),
        Detail(field="title_fr", before=HARD, after="Panel d’ouverture"),
    )
    every = tuple(
        Change(how=how, what=what, name=name, details=details)
        for how in How
        for what, name in (("event", ""), ("sessions", "rt7"), ("speakers", f"p1: {HARD}"))
    )
    view = EventDraft(
        draft=DraftId(1),
        state=ImportState.OPEN,
        changes=every,
        problems=(),
        stranded=0,
        event=on,
    )
    for n in (1, 2, 5, 11, 100):
        some = replace(view, changes=(every * 99)[:n], stranded=n, moved=n == 2)
        yield f"event.changes.{n}", event_screens.sent_event(some, book)
        faults = replace(view, problems=(event_problems() * 99)[:n])
        yield f"event.problems.{n}", event_screens.sent_event(faults, book)
    left_out = told_problems(
        [
            ProgrammeProblem(entry=n, title=HARD if n % 2 else "Opening", fault=fault)
            for n, fault in enumerate(ProgrammeFault)
        ]
    )
    for n in (1, 2, 5, 11, 100):
        notes = tuple((left_out * 99)[:n])
        yield f"event.notes.{n}", event_screens.sent_event(replace(view, notes=notes), book)
    noted = replace(view, changes=(), notes=tuple(left_out))
    yield "event.notes.same", event_screens.sent_event(noted, book)
    for problem in (*left_out, Problem(fault="ics_empty")):
        yield "import.refused.calendar", imports.refused(FILE, problem, book)
    yield "event.same", event_screens.sent_event(replace(view, changes=()), book)
    for state in (ImportState.APPLIED, ImportState.DISCARDED):
        yield f"event.{state}", event_screens.sent_event(replace(view, state=state), book)


def _edited(on: Event, book: Phrasebook) -> Iterator[tuple[str, Screen]]:
    """The event changed from the chat, thing by thing."""
    hard = replace(
        on, plan=replace(on.plan, names=dict.fromkeys(on.plan.names, HARD), reminders=())
    )
    for event in (on, hard):
        yield "editing", editing.menu(event, book)
        for item in Item:
            yield f"editing.{item}", editing.ask(item, event, book)
    for problem in event_problems():
        yield "editing.stopped", editing.stopped((problem,), Item.TABLES, on, book)
    for key in ("editing.no_zone", "editing.no_window", "editing.tap", "editing.same"):
        yield key, editing.refused(key, Item.ZONE, on, book)
    yield "editing.which_zone", editing.which_zone(["Asia/Gaza", "Asia/Hebron"], book)
    yield "editing.switched", editing.reminders(5, book)
    window = on.plan.windows[0]
    plan = replace(on.plan, zone="Asia/Beirut", windows=on.plan.windows[1:], reminders=())
    view = EventDraft(
        draft=DraftId(1),
        state=ImportState.OPEN,
        changes=(
            Change(
                how=How.CHANGED,
                what="event",
                details=(
                    Detail(field="zone", before="Africa/Tunis", after="Asia/Beirut"),
                    Detail(field="reminders", before="agenda, hour", after=""),
                ),
            ),
            Change(how=How.REMOVED, what="windows", name=window.code),
        ),
        problems=(),
        stranded=3,
        event=on,
        plan=plan,
        typed=True,
    )
    yield "editing.draft", event_screens.sent_event(view, book)
    for state in (ImportState.APPLIED, ImportState.DISCARDED):
        yield f"editing.{state}", event_screens.sent_event(replace(view, state=state), book)
    yield "editing.nothing", event_screens.sent_event(replace(view, changes=()), book)


def event_problems() -> tuple[Problem, ...]:
    """Every fault of an event file."""
    place = Place(sheet="Séances", row=4, column=5, head="Fin")
    codes = (
        "missing", "none_there", "too_long", "bad_code", "unknown_word", "bad_number",
        "number_range", "bad_date", "bad_time", "unknown_field", "other", "ends_before",
        "bad_zone", "only_room", "code_twice", "overlaps", "no_day", "no_tables", "no_session",
        "no_head", "not_toml", "no_name", "bad_link",
    )  # fmt: skip
    data: dict[str, str | int] = {"value": "d2-evening", "limit": 300, "low": 5, "high": 240}
    named = Problem(fault="missing", place=Place(head="windows[2].titles.ar"), data=data)
    return (named, *(Problem(fault=code, place=place, data=data) for code in codes))
