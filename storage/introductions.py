"""Introductions of two people."""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from matchmaking.clusters import ClusterId
from matchmaking.introductions import Introduction, IntroductionId, NewIntroduction, State
from matchmaking.people import AttendeeId, EventId, PersonId
from storage.rows import insert_one
from storage.tables import INTRODUCTION

TABLE = INTRODUCTION.c
LATEST = select(INTRODUCTION).order_by(TABLE.id.desc())
BY_ID = select(INTRODUCTION).where(TABLE.id == bindparam("introduction"))
OF_CLUSTER = LATEST.where(TABLE.cluster_id == bindparam("cluster"))
OF_ATTENDEE = LATEST.where(
    or_(TABLE.one_id == bindparam("attendee"), TABLE.other_id == bindparam("attendee"))
)
OF_MANAGER = LATEST.where(
    TABLE.manager_id == bindparam("manager"), TABLE.event_id == bindparam("event")
)
ADD = insert(INTRODUCTION)
SAVE = update(INTRODUCTION).where(TABLE.id == bindparam("introduction"))


class StoredIntroductions:
    """`ports_clusters.Introductions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, introduction_id: IntroductionId) -> Introduction | None:
        """The introduction with this id."""
        return next(iter(self._find(BY_ID, introduction=introduction_id)), None)

    def add(self, new: NewIntroduction) -> Introduction:
        """Stores an introduction."""
        values = {
            "event_id": new.event_id,
            "cluster_id": new.cluster,
            "manager_id": new.manager,
            "one_id": new.one,
            "other_id": new.other,
            "line": new.line,
            "at": new.at,
            "expires_at": new.expires_at,
            "state": State.OPEN.value,
            "one_said": None,
            "other_said": None,
        }
        return Introduction(id=IntroductionId(insert_one(self._connection, ADD, values)), what=new)

    def save(self, introduction: Introduction) -> None:
        """Saves what the two said, and the state."""
        values = {
            "introduction": introduction.id,
            "state": introduction.state.value,
            "one_said": introduction.one_said,
            "other_said": introduction.other_said,
        }
        self._connection.execute(SAVE, values)

    def of_cluster(self, cluster_id: ClusterId) -> list[Introduction]:
        """A cluster's, the latest first."""
        return self._find(OF_CLUSTER, cluster=cluster_id)

    def of_attendee(self, attendee: AttendeeId) -> list[Introduction]:
        """All that concern somebody, the latest first."""
        return self._find(OF_ATTENDEE, attendee=attendee)

    def of_manager(self, manager: PersonId, event_id: EventId) -> list[Introduction]:
        """All that somebody has made, the latest first."""
        return self._find(OF_MANAGER, manager=manager, event=event_id)

    def _find(self, statement: Any, **at: Any) -> list[Introduction]:
        return [_introduction(row) for row in self._connection.execute(statement, at)]


def _introduction(row: Any) -> Introduction:
    what = NewIntroduction(
        event_id=EventId(row.event_id),
        cluster=ClusterId(row.cluster_id),
        manager=PersonId(row.manager_id),
        one=AttendeeId(row.one_id),
        other=AttendeeId(row.other_id),
        line=row.line,
        at=row.at,
        expires_at=row.expires_at,
    )
    return Introduction(
        id=IntroductionId(row.id),
        what=what,
        state=State(row.state),
        one_said=row.one_said,
        other_said=row.other_said,
    )
