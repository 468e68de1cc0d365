"""Files that were read and wait for a yes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from matchmaking.imports import DraftId, ImportDraft, ImportKind, ImportState
from matchmaking.people import EventId, PersonId
from storage.rows import insert_one
from storage.tables import IMPORT

TABLE = IMPORT.c
BY_ID = select(IMPORT).where(TABLE.id == bindparam("draft"))
ADD = insert(IMPORT)
SAVE = update(IMPORT).where(TABLE.id == bindparam("draft"))
OVERDUE = (
    update(IMPORT)
    .where(TABLE.state == ImportState.OPEN.value, TABLE.expires_at <= bindparam("now"))
    .values(state=ImportState.DISCARDED.value, content={})
)


class StoredImports:
    """`ports_imports.Imports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, draft_id: DraftId) -> ImportDraft | None:
        """The draft with this id."""
        row = self._connection.execute(BY_ID, {"draft": draft_id}).first()
        if row is None:
            return None
        return ImportDraft(
            id=DraftId(row.id),
            event_id=EventId(row.event_id),
            author=PersonId(row.author_id),
            kind=ImportKind(row.kind),
            state=ImportState(row.state),
            content=row.content,
            outcome=row.outcome,
            created_at=row.created_at,
            expires_at=row.expires_at,
        )

    def add(
        self,
        event_id: EventId,
        author: PersonId,
        kind: ImportKind,
        content: Mapping[str, Any],
        *,
        now: datetime,
        expires_at: datetime,
    ) -> ImportDraft:
        """A new draft."""
        values = {
            "event_id": event_id,
            "author_id": author,
            "kind": kind.value,
            "state": ImportState.OPEN.value,
            "content": dict(content),
            "outcome": {},
            "created_at": now,
            "expires_at": expires_at,
        }
        key = insert_one(self._connection, ADD, values)
        return ImportDraft(
            id=DraftId(key),
            event_id=event_id,
            author=author,
            kind=kind,
            state=ImportState.OPEN,
            content=content,
            created_at=now,
            expires_at=expires_at,
        )

    def save(self, draft: ImportDraft) -> None:
        """Replaces the draft's state, content and outcome."""
        values = {
            "draft": draft.id,
            "state": draft.state.value,
            "content": dict(draft.content),
            "outcome": dict(draft.outcome),
        }
        self._connection.execute(SAVE, values)

    def expire(self, now: datetime) -> int:
        """Empties those whose time is over."""
        return int(self._connection.execute(OVERDUE, {"now": now}).rowcount)
