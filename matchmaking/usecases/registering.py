"""The attendees' list: a file is shown, applied and exported; a personal link is opened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from matchmaking.audit import Deed
from matchmaking.editions import Time, time_of
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.imports import (
    DRAFT_LIFE,
    MOST_PROBLEMS,
    DraftId,
    ImportDraft,
    ImportKind,
    ImportState,
)
from matchmaking.intents import CountryCode
from matchmaking.organisers import Duty
from matchmaking.people import Account, Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.registrations import (
    Counts,
    Registered,
    Sorted,
    heard_of_json,
    language_of,
    new_secret,
    sort_out,
)
from matchmaking.sheets.problems import problem_of_json
from matchmaking.sheets.table import Problem
from matchmaking.usecases import arrivals, clusters
from matchmaking.usecases.actors import acting_organiser, event_of, front_event, organiser_of
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.trail import noted

ZoneOf = Callable[[CountryCode, Event], str | None]
"""The zone of a country that has one clock only around an event."""


@dataclass(frozen=True, kw_only=True)
class ListView:
    """A list that was sent: what it would change, or has changed (`state`)."""

    draft: DraftId
    state: ImportState
    added: int
    changed: int
    same: int
    silent: int
    """How many of the new and changed say nothing of what they seek or offer."""
    problems: tuple[Problem, ...]
    left_out: int
    unknown: tuple[str, ...]
    """Columns that were passed over."""
    event: Event


def draft_list(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, content: Mapping[str, Any]
) -> ListView:
    """Keeps a list that was read, and says what it would change; raises `Refused`
    (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.ATTENDEES)
    uow.imports.expire(now)
    kept = {**content, "problems": list(content["problems"])[:MOST_PROBLEMS]}
    kept["left_out"] = sum(bool(one["fatal"]) for one in content["problems"])
    draft = uow.imports.add(
        event.id, actor, ImportKind.ATTENDEES, kept, now=now, expires_at=now + DRAFT_LIFE
    )
    return _view(uow, event, draft)


def look_at_list(uow: UnitOfWork, now: datetime, *, actor: PersonId, draft_id: DraftId) -> ListView:
    """A list as it stands; raises `Refused` (NOT_YOURS)."""
    event, draft = own_draft(uow, actor, draft_id, ImportKind.ATTENDEES, duty=Duty.ATTENDEES)
    return _view(uow, event, draft)


def apply_list(uow: UnitOfWork, now: datetime, *, actor: PersonId, draft_id: DraftId) -> ListView:
    """Registers whom a list names. A second yes finds it done and changes nothing. Raises
    `Refused`: NOT_YOURS, DRAFT_GONE once it was thrown away or its time is over."""
    event, draft = own_draft(uow, actor, draft_id, ImportKind.ATTENDEES, duty=Duty.ATTENDEES)
    if draft.state is ImportState.APPLIED:
        return _view(uow, event, draft)
    must_be_open(draft, now)
    rows = [heard_of_json(one) for one in draft.content["rows"]]
    found = sort_out(uow.registrations.all(event.id), rows)
    view = _view(uow, event, draft)
    uow.registrations.add(event.id, [(one, new_secret()) for one in found.new], now)
    uow.registrations.change([(known.id, one) for known, one in found.changed], now)
    _follow_clusters(uow, now, event, found)
    outcome = {
        "added": view.added,
        "changed": view.changed,
        "same": view.same,
        "silent": view.silent,
        "left_out": view.left_out,
    }
    rest = {key: draft.content[key] for key in ("problems", "unknown", "left_out")}
    settled = replace(draft, state=ImportState.APPLIED, content=rest, outcome=outcome)
    uow.imports.save(settled)
    noted(uow, now, event, actor, Deed.ATTENDEES_IMPORTED, added=view.added, changed=view.changed)
    return replace(view, state=ImportState.APPLIED)


def _follow_clusters(uow: UnitOfWork, now: datetime, event: Event, found: Sorted) -> None:
    """The clusters that a list names; those who have come already belong to them at once."""
    after = [*found.new, *(one for _, one in found.changed)]
    clusters.name_all(uow, event, [one.what for one in after])
    for known, one in found.changed:
        if known.claimed_by is None or not (one.what.cluster or one.what.manages):
            continue
        attendee = uow.attendees.of_person(known.claimed_by, event.id)
        if attendee is not None:
            clusters.follow_registration(uow, now, attendee=attendee, event=event, what=one.what)


def discard_draft(uow: UnitOfWork, now: datetime, *, actor: PersonId, draft_id: DraftId) -> None:
    """Throws a file away; raises `Refused` (NOT_YOURS, DRAFT_GONE)."""
    _, draft = own_draft(uow, actor, draft_id, None, duty=Duty.ATTENDEES)
    if draft.state is ImportState.APPLIED:
        raise Refused(Refusal.DRAFT_GONE)
    uow.imports.save(replace(draft, state=ImportState.DISCARDED, content={}))


def own_draft(
    uow: UnitOfWork,
    actor: PersonId,
    draft_id: DraftId,
    kind: ImportKind | None,
    *,
    duty: Duty,
) -> tuple[Event, ImportDraft]:
    """A file that the actor has sent, and the edition it is for; raises `Refused` (NOT_ORGANISER,
    NOT_YOURS)."""
    draft = uow.imports.get(draft_id)
    of = draft.event_id if draft and draft.author == actor else None
    event = organiser_of(uow, actor, of, duty=duty)
    mine = draft is not None and draft.author == actor and draft.event_id == event.id
    if draft is None or not mine or kind not in (None, draft.kind):
        raise Refused(Refusal.NOT_YOURS)
    return event, draft


def must_be_open(draft: ImportDraft, now: datetime) -> None:
    """Raises `Refused` (DRAFT_GONE) for a draft that waits no more."""
    if draft.state is not ImportState.OPEN or draft.expires_at <= now:
        raise Refused(Refusal.DRAFT_GONE)


def _view(uow: UnitOfWork, event: Event, draft: ImportDraft) -> ListView:
    content = draft.content
    counts = dict(draft.outcome)
    if draft.state is ImportState.OPEN:
        rows = [heard_of_json(one) for one in content["rows"]]
        found = sort_out(uow.registrations.all(event.id), rows)
        counts = {
            "added": len(found.new),
            "changed": len(found.changed),
            "same": found.same,
            "silent": sum(
                not one.intents for one in (*found.new, *(after for _, after in found.changed))
            ),
        }
    return ListView(
        draft=draft.id,
        state=draft.state,
        added=counts.get("added", 0),
        changed=counts.get("changed", 0),
        same=counts.get("same", 0),
        silent=counts.get("silent", 0),
        problems=tuple(problem_of_json(one) for one in content.get("problems", ())),
        left_out=int(content.get("left_out", 0)),
        unknown=tuple(content.get("unknown", ())),
        event=event,
    )


# Those on the list


@dataclass(frozen=True, kw_only=True)
class AttendeesView:
    """What an organiser sees of the list."""

    event: Event
    counts: Counts
    ready: int
    """How many can be met."""


def overview(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> AttendeesView:
    """How many are registered and how many have come; raises `Refused` (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.ATTENDEES)
    return AttendeesView(
        event=event,
        counts=uow.registrations.counts(event.id),
        ready=uow.attendees.count_reachable(event.id),
    )


def export_links(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, deed: Deed = Deed.LINKS_EXPORTED
) -> tuple[Event, Sequence[Registered]]:
    """Everybody on the list with their link, for letters and badges; noted in the trail."""
    event = acting_organiser(uow, actor, duty=Duty.ATTENDEES)
    registered = uow.registrations.all(event.id)
    noted(uow, now, event, actor, deed, people=len(registered))
    return event, registered


# The link


def enter(uow: UnitOfWork, now: datetime, *, account: Account, code: str | None = None) -> Arrival:
    """Somebody comes without a link of their own, or by the public link of the edition with that
    code. Raises `Refused`: LINK_UNKNOWN; and where they are not known, NO_WALK_INS if only those
    registered may take part, EDITION_OVER if it is over."""
    event = uow.events.with_code(code) if code is not None else None
    if code is not None and event is None:
        raise Refused(Refusal.LINK_UNKNOWN)
    event = event or uow.events.of_account(account.telegram_id) or front_event(uow, now)
    if uow.attendees.of_account(account.telegram_id, event.id) is None:
        over = code is not None and time_of(event, now) is Time.PAST
        if over and event.id != front_event(uow, now).id:
            raise Refused(Refusal.EDITION_OVER)
        if not event.plan.walk_ins:
            raise Refused(Refusal.NO_WALK_INS, contact=event.plan.contact)
    return arrivals.arrive(uow, now, account=account, event=event)


def open_link(
    uow: UnitOfWork,
    now: datetime,
    *,
    account: Account,
    secret: str,
    zone_of: ZoneOf,
    by_badge: bool = False,
) -> Arrival:
    """Somebody comes by their personal link, and brings what was registered of them. The same
    person may open it again. Raises `Refused`: LINK_UNKNOWN, LINK_TAKEN when somebody else has
    opened it, OTHER_LINK for whoever has come by another. What a badge shows to all makes nobody
    look after a cluster (`by_badge`)."""
    registered = uow.registrations.by_secret(secret)
    if registered is None:
        raise Refused(Refusal.LINK_UNKNOWN)
    event = event_of(uow, registered.event_id)
    person = uow.people.by_telegram(account.telegram_id)
    own = uow.registrations.of_person(person.id, event.id) if person else None
    if registered.claimed_at is not None:
        if own is None or own.id != registered.id:
            raise Refused(Refusal.LINK_TAKEN, contact=event.plan.contact)
        return arrivals.arrive(uow, now, account=account, event=event)
    if own is not None:
        raise Refused(Refusal.OTHER_LINK)
    arrival = arrivals.arrive(uow, now, account=account, event=event)
    if not uow.registrations.claim(registered.id, arrival.person.id, now):
        raise Refused(Refusal.LINK_TAKEN, contact=event.plan.contact)
    attendee = _filled(arrival.attendee, registered, event, zone_of, new=arrival.is_new)
    uow.people.save(attendee.person)
    uow.attendees.save(attendee)
    what = replace(registered.what, manages="") if by_badge else registered.what
    clusters.follow_registration(uow, now, attendee=attendee, event=event, what=what)
    return replace(arrival, person=attendee.person, attendee=attendee)


def open_badge(
    uow: UnitOfWork, now: datetime, *, account: Account, secret: str, zone_of: ZoneOf
) -> Arrival:
    """Somebody opens the code on a badge with a phone of their own. It leads whoever wears it where
    they are; whose link nobody has opened yet, opens that by it, unless they take part already.
    Raises `Refused`: LINK_UNKNOWN, OTHER_BADGE."""
    registered = uow.registrations.by_badge(secret)
    if registered is None:
        raise Refused(Refusal.LINK_UNKNOWN)
    known = uow.attendees.of_account(account.telegram_id, registered.event_id)
    mine = known is not None and registered.claimed_by == known.person.id
    takes_part = known is not None and known.person.consented_at is not None
    if not mine and (registered.claimed_at is not None or takes_part):
        raise Refused(Refusal.OTHER_BADGE)
    return open_link(
        uow, now, account=account, secret=registered.secret, zone_of=zone_of, by_badge=True
    )


def _filled(
    attendee: Attendee, registered: Registered, event: Event, zone_of: ZoneOf, *, new: bool
) -> Attendee:
    """The attendee with what was registered, wherever they have not said so themselves. They
    confirm what was read before anybody sees it."""
    what, person = registered.what, attendee.person
    language = language_of(what) if new else person.language
    country = person.country or what.country
    zone = person.zone or (zone_of(country, event) if country else None)
    said = attendee.words or attendee.confirmed_at is not None
    return replace(
        attendee,
        person=replace(
            person,
            name=what.name if person.consented_at is None else person.name,
            language=language,
            country=country,
            zone=zone,
        ),
        organisation=attendee.organisation
        if attendee.organisation is not None
        else what.organisation or None,
        role=attendee.role or what.role,
        speaks=attendee.speaks or what.speaks or (language.value,),
        words=attendee.words if said else registered.words,
        intents=attendee.intents if said else registered.intents,
        windows=attendee.windows
        if attendee.windows is not None
        else frozenset(window.id for window in event.plan.windows),
    )
