"""The event edited from the chat, one thing at a time.

Owns which things those are. An edit is the event's table with one value changed: it is read by the
rules of every event file, shown as a draft, and applied on a yes as a file is (`setting_up`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from matchmaking.errors import BadEventFile, Refusal, Refused
from matchmaking.event_table import table_of, titles_table
from matchmaking.eventfile import read_event
from matchmaking.events import Event, Titles
from matchmaking.intents import Language
from matchmaking.organisers import Duty
from matchmaking.people import PersonId
from matchmaking.plan_changes import changes
from matchmaking.ports import UnitOfWork
from matchmaking.sheets.table import Problem
from matchmaking.usecases.actors import acting_organiser
from matchmaking.usecases.setting_up import EventDraft, draft_event


class Item(StrEnum):
    """What can be edited; the values are fields of `sheets.words`, but for `windows` and
    `partners`."""

    NAME_AR = "name_ar"
    NAME_FR = "name_fr"
    NAME_EN = "name_en"
    SHORT_NAME = "short_name"
    MODE = "mode"
    ZONE = "zone"
    SLOT_MINUTES = "slot_minutes"
    REST_MINUTES = "rest_minutes"
    TABLES = "tables"
    OFFER_HOURS = "offer_hours"
    OFFER_CAP = "offer_cap"
    REMINDERS = "reminders"
    WALK_INS = "walk_ins"
    WINDOWS = "windows"
    PARTNERS = "partners"


NAMES = (Item.NAME_AR, Item.NAME_FR, Item.NAME_EN)
NUMBERS = (
    Item.SLOT_MINUTES, Item.REST_MINUTES, Item.TABLES, Item.OFFER_HOURS, Item.OFFER_CAP,
)  # fmt: skip


CODED = (Item.WINDOWS, Item.PARTNERS)
"""Things of which there are several, each with a code: one is added or goes."""


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What becomes of an edit: a draft to be confirmed; or else the problems that stop it; with
    neither, it is so already."""

    event: Event
    draft: EventDraft | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewWindow:
    """A window to be added, by the event's own clock; `day` titles the day if it is a new one."""

    starts: datetime
    ends: datetime
    titles: Titles
    day: Titles


def edit(uow: UnitOfWork, now: datetime, *, actor: PersonId, item: Item, value: str) -> Edited:
    """Drafts another value of a thing; several are joined by dots. For `WINDOWS` and `PARTNERS` the
    value is the code of the one that goes. Raises `Refused`: NOT_ORGANISER, NOT_YOURS (there is
    none of that code)."""
    event = acting_organiser(uow, actor, duty=Duty.SET_UP)
    table = table_of(event.plan)
    if item in NAMES:
        table["names"][item.removeprefix("name_")] = value
    elif item is Item.REMINDERS:
        table[item] = [one for one in value.split(".") if one]
    elif item in CODED:
        left = [one for one in table[item] if one["code"] != value]
        if len(left) == len(table[item]):
            raise Refused(Refusal.NOT_YOURS)
        table[item] = left
    else:
        table[item] = _number(value) if item in NUMBERS else value
    return _drafted(uow, now, event, actor, table)


def add_window(uow: UnitOfWork, now: datetime, *, actor: PersonId, window: NewWindow) -> Edited:
    """Drafts one more window, and its day if the event has it not; raises `Refused`
    (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.SET_UP)
    table = table_of(event.plan)
    day = window.starts.date().isoformat()
    if day not in {one["date"] for one in table["days"]}:
        new = {"date": day, "audience": [], "titles": titles_table(window.day)}
        table["days"] = sorted([*table["days"], new], key=lambda one: str(one["date"]))
    table["windows"].append(
        {
            "code": _code(window, {one["code"] for one in table["windows"]}),
            "starts": window.starts.isoformat(),
            "ends": window.ends.isoformat(),
            "titles": titles_table(window.titles),
        }
    )
    return _drafted(uow, now, event, actor, table)


def add_partner(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, name: str, language: Language, link: str
) -> Edited:
    """Drafts one more partner; the name of one that is there already only changes its link. Raises
    `Refused` (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.SET_UP)
    table = table_of(event.plan)
    same = next((one for one in table["partners"] if name in one["names"].values()), None)
    if same is not None:
        same["link"] = link or same["link"]
    else:
        codes = {one["code"] for one in table["partners"]}
        code = next(one for n in range(1, len(codes) + 2) if (one := f"partner-{n}") not in codes)
        names = {language.value: name}
        table["partners"].append({"code": code, "names": names, "link": link})
    return _drafted(uow, now, event, actor, table)


def _drafted(
    uow: UnitOfWork, now: datetime, event: Event, actor: PersonId, table: Mapping[str, Any]
) -> Edited:
    try:
        plan = read_event(table)
    except BadEventFile as bad:
        found = tuple(Problem(fault=one.code, data=one.data) for one in bad.faults)
        return Edited(event=event, problems=found)
    if not changes(event.plan, plan):
        return Edited(event=event)
    content = {"table": table, "problems": [], "typed": True}
    return Edited(event=event, draft=draft_event(uow, now, actor=actor, content=content))


def _code(window: NewWindow, taken: set[str]) -> str:
    """A code that no other window has, such as w0414-1530."""
    code = f"w{window.starts:%m%d-%H%M}"
    codes = [code, *(f"{code}-{n}" for n in range(2, len(taken) + 3))]
    return next(one for one in codes if one not in taken)


def _number(value: str) -> int | str:
    """A number in any script's digits; what is none stays as it is, to be refused by the rules."""
    try:
        return int(value[:9])
    except ValueError:
        return value
