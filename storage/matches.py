"""Who was proposed to whom."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, or_, select, update

from matchmaking.intents import ConceptId, CountryCode, Kind
from matchmaking.learning import Decline, Why
from matchmaking.matching import Match, MatchId, NewMatch, Reason, ReasonKind
from matchmaking.people import AttendeeId, EventId, WindowId
from storage.quick import Quick
from storage.tables import ATTENDEE, MATCH, MEETING
from storage.upserts import insert_or_update

BY_ID = Quick(select(MATCH).where(MATCH.c.id == bindparam("match")))
OF_VIEWER = Quick(
    select(MATCH)
    .where(MATCH.c.viewer_id == bindparam("viewer"))
    .order_by(MATCH.c.score.desc(), MATCH.c.id)
)
PUT = Quick(
    insert_or_update(
        MATCH,
        keys=["viewer_id", "other_id"],
        change=["score", "reasons"],
        returning=list(MATCH.c),
    )
)
PUT_ASIDE = Quick(update(MATCH).where(MATCH.c.id == bindparam("match")))
# Changes nothing: of two transactions that both write a row, PostgreSQL lets the later run again.
HOLD = (
    update(MATCH)
    .where(
        or_(
            (MATCH.c.viewer_id == bindparam("one")) & (MATCH.c.other_id == bindparam("two")),
            (MATCH.c.viewer_id == bindparam("two")) & (MATCH.c.other_id == bindparam("one")),
        )
    )
    .values(score=MATCH.c.score)
)
TAKE_ALL_BACK = Quick(update(MATCH).where(MATCH.c.viewer_id == bindparam("viewer")))
NOT_DECLINED: dict[str, Any] = {
    "declined_why": None,
    "declined_at": None,
    "declined_concepts": [],
    "declined_countries": [],
}
ANSWERED = exists().where(
    or_(
        (MEETING.c.proposer_id == MATCH.c.viewer_id) & (MEETING.c.invitee_id == MATCH.c.other_id),
        (MEETING.c.proposer_id == MATCH.c.other_id) & (MEETING.c.invitee_id == MATCH.c.viewer_id),
    )
)
CLEAR = delete(MATCH).where(
    MATCH.c.viewer_id == bindparam("viewer"),
    MATCH.c.declined_why.is_(None),
    ~ANSWERED,
)
SHOWN = Quick(
    select(MATCH.c.other_id, func.count().label("times"))
    # Through the attendees, so that the index on `other_id` alone answers.
    .join(ATTENDEE, ATTENDEE.c.id == MATCH.c.other_id)
    .where(ATTENDEE.c.event_id == bindparam("event"))
    .group_by(MATCH.c.other_id)
)

VIEWERS = Quick(
    select(ATTENDEE.c.id)
    # Stops at each one's first match: there are ten times as many matches as people.
    .where(
        ATTENDEE.c.event_id == bindparam("event"),
        exists().where(
            MATCH.c.viewer_id == ATTENDEE.c.id,
            MATCH.c.declined_why.is_(None),
            MATCH.c.score >= bindparam("least"),
        ),
    )
)


class StoredMatches:
    """`ports.Matches`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, match_id: MatchId) -> Match | None:
        """The match with this id."""
        row = BY_ID.first(self._connection, match=match_id)
        return _match(row) if row else None

    def of_viewer(self, viewer: AttendeeId) -> list[Match]:
        """All that were proposed to this attendee, best first."""
        return [_match(row) for row in OF_VIEWER.rows(self._connection, viewer=viewer)]

    def put(self, matches: Sequence[NewMatch]) -> list[Match]:
        """Stores or refreshes these, and returns them in the order given."""
        if not matches:
            return []
        pairs = {(new.viewer, new.other): new for new in matches}
        rows = [_columns(new) for new in pairs.values()]
        stored = PUT.rows_of_all(self._connection, rows)
        found = {(row.viewer_id, row.other_id): _match(row) for row in stored}
        return [found[pair] for pair in pairs]

    def put_aside(self, match_id: MatchId, decline: Decline) -> None:
        """Remembers that the viewer turned it down."""
        PUT_ASIDE.run(
            self._connection,
            match=match_id,
            declined_why=decline.why.value,
            declined_at=decline.at,
            declined_concepts=list(decline.concepts),
            declined_countries=list(decline.countries),
        )

    def hold(self, one: AttendeeId, other: AttendeeId) -> None:
        """Two transactions about these two run one after the other; on SQLite all do."""
        if self._connection.dialect.name != "sqlite":
            self._connection.execute(HOLD, {"one": one, "two": other})

    def take_back(self, match_id: MatchId) -> None:
        """Forgets that the viewer turned it down."""
        PUT_ASIDE.run(self._connection, match=match_id, **NOT_DECLINED)

    def take_all_back(self, viewer: AttendeeId) -> None:
        """The same of all that this viewer turned down."""
        TAKE_ALL_BACK.run(self._connection, viewer=viewer, **NOT_DECLINED)

    def clear(self, viewer: AttendeeId) -> None:
        """Forgets this viewer's matches that led to nothing: neither an offer (from either
        side) nor being turned down."""
        self._connection.execute(CLEAR, {"viewer": viewer})

    def viewers(self, event_id: EventId, *, least: float) -> set[AttendeeId]:
        """Who has somebody to look at."""
        rows = VIEWERS.rows(self._connection, event=event_id, least=least)
        return {AttendeeId(row.id) for row in rows}

    def times_shown(self, event_id: EventId) -> dict[AttendeeId, int]:
        """How many viewers each attendee has been proposed to."""
        rows = SHOWN.rows(self._connection, event=event_id)
        return {AttendeeId(row.other_id): row.times for row in rows}


def _columns(new: NewMatch) -> dict[str, Any]:
    return {
        "event_id": new.event_id,
        "viewer_id": new.viewer,
        "other_id": new.other,
        "score": new.score,
        "reasons": [_reason_to_json(reason) for reason in new.reasons],
        **NOT_DECLINED,
    }


def _match(row: Any) -> Match:
    what = NewMatch(
        event_id=EventId(row.event_id),
        viewer=AttendeeId(row.viewer_id),
        other=AttendeeId(row.other_id),
        score=row.score,
        reasons=tuple(_reason_from_json(reason) for reason in row.reasons),
    )
    return Match(id=MatchId(row.id), what=what, declined=_declined(row))


def _declined(row: Any) -> Decline | None:
    if row.declined_why is None:
        return None
    return Decline(
        other=AttendeeId(row.other_id),
        why=Why(row.declined_why),
        at=row.declined_at,
        concepts=tuple(ConceptId(concept) for concept in row.declined_concepts),
        countries=tuple(CountryCode(country) for country in row.declined_countries),
    )


def _reason_to_json(reason: Reason) -> dict[str, Any]:
    return {
        "kind": reason.kind.value,
        "intent": reason.intent.value if reason.intent else None,
        "topic": reason.topic,
        "words": reason.words,
        "countries": list(reason.countries),
        "languages": list(reason.languages),
        "windows": list(reason.windows),
    }


def _reason_from_json(stored: dict[str, Any]) -> Reason:
    return Reason(
        kind=ReasonKind(stored["kind"]),
        intent=Kind(stored["intent"]) if stored["intent"] else None,
        topic=ConceptId(stored["topic"]) if stored["topic"] else None,
        words=stored["words"],
        countries=tuple(CountryCode(country) for country in stored["countries"]),
        languages=tuple(stored["languages"]),
        windows=tuple(WindowId(window) for window in stored["windows"]),
    )
