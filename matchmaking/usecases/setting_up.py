"""The event itself: a file or answers are shown with what they change, and applied on a yes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from matchmaking.audit import Deed
from matchmaking.errors import BadEventFile, FileFault, Refusal, Refused
from matchmaking.eventfile import read_event
from matchmaking.events import Event, EventPlan
from matchmaking.imports import (
    DRAFT_LIFE,
    MOST_PROBLEMS,
    DraftId,
    ImportDraft,
    ImportKind,
    ImportState,
)
from matchmaking.meetings import State
from matchmaking.organisers import Duty, OrganiserRole
from matchmaking.people import EventId, PersonId
from matchmaking.plan_changes import Change, changes
from matchmaking.ports import UnitOfWork
from matchmaking.programme_merge import merged
from matchmaking.sheets.problems import problem_as_json, problem_of_json
from matchmaking.sheets.table import Place, Problem
from matchmaking.usecases import series, timekeeping
from matchmaking.usecases.actors import acting_organiser
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.programme_changes import put_event
from matchmaking.usecases.registering import must_be_open, own_draft
from matchmaking.usecases.trail import noted


@dataclass(frozen=True, kw_only=True)
class EventDraft:
    """An event that was sent: what it would change, or has changed (`state`)."""

    draft: DraftId
    state: ImportState
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    """With any, nothing can be applied."""
    stranded: int
    """Meetings agreed at hours that would lie in no window any more. They stay as they are."""
    event: Event
    plan: EventPlan | None = None
    """The event as it would be; None once settled, and where problems stop it."""
    typed: bool = False
    """Whether it came from the chat, not from a file."""
    renames: bool = False
    """Whether it has another code and an owner sent it, who may start another edition with it."""
    moved: bool = False
    """Whether the event was changed by somebody since this was shown, so that it is shown anew."""
    notes: tuple[Problem, ...] = ()
    """What was left out of the file; the rest can be applied."""


def draft_event(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, content: Mapping[str, Any]
) -> EventDraft:
    """Keeps an event that was read, and says what it would change; raises `Refused`
    (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.SET_UP)
    uow.imports.expire(now)
    kept = {
        "table": content["table"],
        "problems": list(content["problems"])[:MOST_PROBLEMS],
        "version": _version(event),
        "notes": list(content.get("notes", ())),
        **({"typed": True} if content.get("typed") else {}),
    }
    draft = uow.imports.add(
        event.id, actor, ImportKind.EVENT, kept, now=now, expires_at=now + DRAFT_LIFE
    )
    return _view(uow, event, draft)


def draft_programme(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, content: Mapping[str, Any]
) -> EventDraft:
    """The same of a calendar file: the event with its programme. Raises `Refused`
    (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.SET_UP)
    table = merged(event.plan, content)
    problems: list[Problem] = []
    try:
        read_event(table)
    except BadEventFile as bad:
        problems = [_in_session(one, table) for one in bad.faults]
    told = {"table": table, "problems": [problem_as_json(one) for one in problems]}
    notes = list(content["notes"])[:MOST_PROBLEMS]
    return draft_event(uow, now, actor=actor, content={**told, "notes": notes})


def _in_session(fault: FileFault, table: Mapping[str, Any]) -> Problem:
    """A fault of a session, by the session's code."""
    at = fault.place
    number = at[1] if len(at) > 1 and at[0] == "sessions" and isinstance(at[1], int) else None
    code = str(table["sessions"][number]["code"]) if number is not None else ""
    return Problem(fault=fault.code, place=Place(head=code), data=fault.data)


def look_at_event(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, draft_id: DraftId
) -> EventDraft:
    """An event that was sent, as it stands; raises `Refused` (NOT_YOURS)."""
    event, draft = own_draft(uow, actor, draft_id, ImportKind.EVENT, duty=Duty.SET_UP)
    return _view(uow, event, draft)


def apply_event(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, draft_id: DraftId
) -> EventDraft:
    """Makes the event what was sent. A second yes finds it done. Was the event changed by somebody
    else since it was shown, it is only shown anew (`moved`). Raises `Refused`: NOT_YOURS,
    DRAFT_GONE, CODE_TAKEN."""
    event, draft = own_draft(uow, actor, draft_id, ImportKind.EVENT, duty=Duty.SET_UP)
    if draft.state is ImportState.APPLIED:
        return _view(uow, event, draft)
    must_be_open(draft, now)
    view = _view(uow, event, draft)
    if draft.content["version"] != _version(event):
        fresh = {**draft.content, "version": _version(event)}
        uow.imports.save(replace(draft, content=fresh))
        return replace(view, moved=True)
    if view.problems or not view.changes:
        return view
    plan = _plan(draft, event)
    if plan.zone != event.plan.zone:
        timekeeping.keep_hours_of(uow, now, event=event, zone=plan.zone)
    changed = put_event(uow, now, plan=plan, event_id=event.id)
    outcome = {"changes": len(view.changes)}
    uow.imports.save(replace(draft, state=ImportState.APPLIED, content={}, outcome=outcome))
    noted(uow, now, event, actor, Deed.EVENT_CHANGED, changes=len(view.changes))
    return replace(view, state=ImportState.APPLIED, event=changed)


def add_edition(uow: UnitOfWork, now: datetime, *, actor: PersonId, draft_id: DraftId) -> Arrival:
    """Starts another edition with what was sent, under its own code: an owner's to do, who owns the
    new one and is in it from then on. A second yes leads there again. Raises `Refused`:
    NOT_ORGANISER, NOT_YOURS, DRAFT_GONE, CODE_TAKEN."""
    event, draft = own_draft(uow, actor, draft_id, ImportKind.EVENT, duty=Duty.OWNERS)
    known = draft.outcome.get("edition") if draft.state is ImportState.APPLIED else None
    if known is not None:
        return series.enter(uow, now, actor=actor, to=EventId(int(known)))
    must_be_open(draft, now)
    view = _view(uow, event, draft)
    if view.plan is None or view.problems:
        raise Refused(Refusal.DRAFT_GONE)
    if uow.events.with_code(view.plan.code) is not None:
        raise Refused(Refusal.CODE_TAKEN)
    added = put_event(uow, now, plan=view.plan)
    uow.organisers.add(actor, added.id, now, role=OrganiserRole.OWNER)
    outcome = {"edition": added.id}
    uow.imports.save(replace(draft, state=ImportState.APPLIED, content={}, outcome=outcome))
    noted(uow, now, added, actor, Deed.JOINED, role=OrganiserRole.OWNER)
    return series.enter(uow, now, actor=actor, to=added.id)


def discard_event(uow: UnitOfWork, now: datetime, *, actor: PersonId, draft_id: DraftId) -> None:
    """Throws it away; raises `Refused` (NOT_YOURS)."""
    _, draft = own_draft(uow, actor, draft_id, ImportKind.EVENT, duty=Duty.SET_UP)
    if draft.state is ImportState.OPEN:
        uow.imports.save(replace(draft, state=ImportState.DISCARDED, content=_kept(draft)))


def seen(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Event:
    """The event as its organiser sees it; raises `Refused` (NOT_ORGANISER)."""
    return acting_organiser(uow, actor, duty=Duty.SET_UP)


def _plan(draft: ImportDraft, event: Event) -> EventPlan:
    """The plan that was sent; what not every form says stays as it is when it is silent."""
    table = draft.content["table"]
    plan = read_event(table)
    if "reminders" not in table:
        plan = replace(plan, reminders=event.plan.reminders)
    if "partners" not in table:
        plan = replace(plan, partners=event.plan.partners)
    return plan


def _kept(draft: ImportDraft) -> dict[str, Any]:
    """What stays of a settled draft: whence it came."""
    return {name: value for name, value in draft.content.items() if name == "typed"}


def _view(uow: UnitOfWork, event: Event, draft: ImportDraft) -> EventDraft:
    found: tuple[Change, ...] = ()
    plan: EventPlan | None = None
    stranded = 0
    problems = tuple(problem_of_json(one) for one in draft.content.get("problems", ()))
    if draft.state is ImportState.OPEN and not problems:
        try:
            plan = _plan(draft, event)
        except BadEventFile as bad:  # by the rules of a newer version of this program
            problems = tuple(Problem(fault=one.code, data=one.data) for one in bad.faults)
        else:
            found = changes(event.plan, plan)
            stranded = _stranded(uow, event, plan)
    return EventDraft(
        draft=draft.id,
        state=draft.state,
        changes=found,
        problems=problems,
        stranded=stranded,
        event=event,
        plan=plan,
        typed=bool(draft.content.get("typed")),
        renames=plan is not None
        and plan.code != event.plan.code
        and uow.organisers.role_of(draft.author, event.id) is OrganiserRole.OWNER,
        notes=tuple(problem_of_json(one) for one in draft.content.get("notes", ())),
    )


def _stranded(uow: UnitOfWork, event: Event, plan: EventPlan) -> int:
    spans = [(one.starts_at, one.ends_at) for one in plan.windows]
    starts = [
        meeting.starts_at
        for meeting in uow.meetings.under_way(event.id)
        if meeting.state is State.ACCEPTED and meeting.starts_at is not None
    ]
    return sum(not any(a <= start < b for a, b in spans) for start in starts)


def _version(event: Event) -> str:
    """A mark of the plan: what was shown is compared with what is there at the yes."""
    return hashlib.sha256(repr(event.plan).encode()).hexdigest()[:16]
