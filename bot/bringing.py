"""The command `import`: an event, a programme or an attendees' list from a file, with what changes.

A file is read as one that an organiser sends in the chat, and its problems are told in the same
words, a line each.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.house import edition_named, needed, open_store
from bot.settings import load_place
from bot.trouble import FOUND, Trouble
from handlers.screens.change_lines import change_lines
from handlers.screens.problems import problem_line
from i18n.bidi import strip_controls
from i18n.markup import visible
from i18n.phrasebook import Phrasebook, phrasebook
from matchmaking.errors import BadEventFile
from matchmaking.eventfile import load_event
from matchmaking.events import Event, EventPlan
from matchmaking.sheets.problems import problem_of_json
from matchmaking.sheets.sent import understand
from matchmaking.usecases import bringing, hours
from matchmaking.usecases.bringing import ListCounts
from storage.store import Store

ENDINGS = (".toml", ".xlsx", ".xlsm", ".ics", ".csv", ".tsv", ".txt")
EVERY_CHANGE = 10_000


async def bring(file: Path, language: str, *, dry_run: bool, edition: str | None = None) -> None:
    """Shows what the file changes, and unless it is a dry run, changes it. A list and a calendar
    are of the edition of that code (`house.edition_named`); an event names its own. Raises
    `Trouble`."""
    if file.suffix.lower() not in ENDINGS:
        raise Trouble(f"{file}: the name must end with {', '.join(ENDINGS)}")
    book = phrasebook(language)
    store = open_store(load_place(), Clock().now)
    try:
        if file.suffix.lower() == ".toml":
            await _event(store, _of_toml(file), book, dry_run=dry_run)
            return
        event = await edition_named(store, edition)
        zone = event.plan.zone if event is not None else "UTC"
        read = understand(_content(file), file.suffix.lower(), lambda _done, _of: None, zone)
        await _bring(store, file, read, book, event, dry_run=dry_run)
    finally:
        await store.close()


async def _bring(
    store: Store,
    file: Path,
    read: Mapping[str, Any],
    book: Phrasebook,
    into: Event | None,
    *,
    dry_run: bool,
) -> None:
    kind = read["kind"]
    if kind == "refused":
        raise Trouble(f"{file}: {_line(read['problem'], book)}")
    if kind == "attendees":
        await _list(store, file, read, book, needed(into), dry_run=dry_run)
        return
    problems = read.get("problems", ())
    if problems:
        _tell(file, problems, book)
        raise Trouble(f"{file}: {len(problems)} problems; nothing has changed")
    table = read["table"] if kind == "event" else read
    programme_of = None if kind == "event" else needed(into).id
    try:
        plan = await store.look(
            lambda uow, now: bringing.plan_of(uow, now, table=table, programme_of=programme_of)
        )
    except BadEventFile as error:
        raise Trouble(f"{file}: {error}") from None
    await _event(store, plan, book, dry_run=dry_run)
    if notes := read.get("notes", ()):
        _tell(file, notes, book)
        raise Trouble(f"{file}: {len(notes)} entries were left out", code=FOUND)


async def _event(store: Store, plan: EventPlan, book: Phrasebook, *, dry_run: bool) -> None:
    view = await store.look(lambda uow, now: bringing.what_changes(uow, now, plan=plan))
    if view is None:
        sys.stdout.write(f"a new event: {plan.code}\n" if dry_run else "")
    elif not view.changes:
        sys.stdout.write(f"{plan.code}: nothing changes\n")
    else:
        sys.stdout.write(f"{_plain(change_lines(view, book, most=EVERY_CHANGE))}\n")
    if dry_run:
        return
    event = await store.run(lambda uow, now: bringing.bring_event(uow, now, plan=plan))
    sys.stdout.write(
        f"{plan.code}: {len(plan.days)} days, {len(plan.windows)} windows for meetings, "
        f"{len(plan.sessions)} sessions, {len(plan.spans)} spans without meetings\n"
    )
    await _closed_hours(store, event)


async def _closed_hours(store: Store, event: Event) -> None:
    inside = await store.look(lambda uow, now: hours.in_closed_hours(uow, now, event=event))
    for one in inside:
        at = one.meeting.starts_at
        when = f"{at.astimezone(event.zone):%Y-%m-%d %H:%M}" if at else ""
        names = f"{one.one.person.name}, {one.other.person.name}"
        sys.stdout.write(f"kept in a span without meetings: {when} {names}\n")


async def _list(
    store: Store,
    file: Path,
    read: Mapping[str, Any],
    book: Phrasebook,
    into: Event,
    *,
    dry_run: bool,
) -> None:
    rows, of = read["rows"], into.id
    if dry_run:
        counts = await store.look(
            lambda uow, now: bringing.look_at_rows(uow, now, of=of, rows=rows)
        )
    else:
        counts = await store.run(lambda uow, now: bringing.bring_rows(uow, now, of=of, rows=rows))
    _told(counts, read["unknown"])
    problems = read["problems"]
    _tell(file, problems, book)
    left_out = sum(bool(one["fatal"]) for one in problems)
    if not rows:
        raise Trouble(f"{file}: not one row can be used")
    if left_out:
        raise Trouble(f"{file}: {left_out} rows were left out", code=FOUND)


def _told(counts: ListCounts, unknown: Sequence[str]) -> None:
    sys.stdout.write(f"{counts.added} new, {counts.changed} updated, {counts.same} unchanged\n")
    if unknown:
        names = ", ".join(strip_controls(one) for one in unknown)
        sys.stdout.write(f"columns passed over: {names}\n")


def _tell(file: Path, problems: Sequence[Mapping[str, Any]], book: Phrasebook) -> None:
    for one in problems:
        sys.stderr.write(f"{file.name}: {_line(one, book)}\n")


def _line(problem: Mapping[str, Any], book: Phrasebook) -> str:
    return _plain(problem_line(problem_of_json(problem), book))


def _plain(html: str) -> str:
    """As a terminal shows it: no tags, no marks of direction, and lines where we broke them."""
    return "\n".join(strip_controls(line) for line in visible(html).split("\n"))


def _of_toml(file: Path) -> EventPlan:
    try:
        return load_event(file)
    except BadEventFile as error:
        raise Trouble(f"the event file cannot be used: {error}") from None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Trouble(f"{file}: {error.strerror}") from None
