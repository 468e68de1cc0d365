"""What whoever works at the command line brings: an event, its programme, or an attendees' list.

Each can be looked at before anything is kept. What is noted in the trail is the machine's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from matchmaking.audit import Deed
from matchmaking.eventfile import read_event
from matchmaking.events import Event, EventPlan
from matchmaking.imports import DraftId, ImportState
from matchmaking.people import EventId
from matchmaking.plan_changes import changes
from matchmaking.ports import UnitOfWork
from matchmaking.programme_merge import merged
from matchmaking.registrations import heard_of_json, new_secret, sort_out
from matchmaking.usecases import arrivals
from matchmaking.usecases.actors import event_of
from matchmaking.usecases.setting_up import EventDraft
from matchmaking.usecases.trail import noted


@dataclass(frozen=True, kw_only=True)
class ListCounts:
    """What a list changes."""

    added: int
    changed: int
    same: int


def what_changes(uow: UnitOfWork, now: datetime, *, plan: EventPlan) -> EventDraft | None:
    """What a plan changes in the event of its code; None when that would be a new one."""
    event = uow.events.with_code(plan.code)
    if event is None:
        return None
    return EventDraft(
        draft=DraftId(0),
        state=ImportState.OPEN,
        changes=changes(event.plan, plan),
        problems=(),
        stranded=0,
        event=event,
        plan=plan,
    )


def plan_of(
    uow: UnitOfWork, now: datetime, *, table: Mapping[str, Any], programme_of: EventId | None
) -> EventPlan:
    """The plan of an event's table, or of a calendar's (`programme_merge`) for that edition; what
    the table cannot say stays. Raises `BadEventFile`."""
    if programme_of is not None:
        return read_event(merged(event_of(uow, programme_of).plan, table))
    plan = read_event(table)
    event = uow.events.with_code(plan.code)
    if event is not None and "reminders" not in table:
        return replace(plan, reminders=event.plan.reminders)
    return plan


def bring_event(uow: UnitOfWork, now: datetime, *, plan: EventPlan) -> Event:
    """Adds the event, or brings the stored one of the same code up to date."""
    view = what_changes(uow, now, plan=plan)
    event = arrivals.ensure_event(uow, now, plan=plan)
    if view is not None and view.changes:
        noted(uow, now, event, None, Deed.EVENT_CHANGED, changes=len(view.changes))
    return event


def look_at_rows(
    uow: UnitOfWork, now: datetime, *, of: EventId, rows: Sequence[Mapping[str, Any]]
) -> ListCounts:
    """What a list would change in an edition."""
    event = event_of(uow, of)
    found = sort_out(uow.registrations.all(event.id), [heard_of_json(one) for one in rows])
    return ListCounts(added=len(found.new), changed=len(found.changed), same=found.same)


def bring_rows(
    uow: UnitOfWork, now: datetime, *, of: EventId, rows: Sequence[Mapping[str, Any]]
) -> ListCounts:
    """Registers whom a list names for an edition; the same list again changes nothing."""
    event = event_of(uow, of)
    found = sort_out(uow.registrations.all(event.id), [heard_of_json(one) for one in rows])
    uow.registrations.add(event.id, [(one, new_secret()) for one in found.new], now)
    uow.registrations.change([(known.id, one) for known, one in found.changed], now)
    counts = ListCounts(added=len(found.new), changed=len(found.changed), same=found.same)
    added, changed = counts.added, counts.changed
    if added or changed:
        noted(uow, now, event, None, Deed.ATTENDEES_IMPORTED, added=added, changed=changed)
    return counts
