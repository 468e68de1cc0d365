"""Inserting a row that may be there already.

Both databases say `INSERT … ON CONFLICT`, but SQLAlchemy keeps a construct for each: an
`Upsert` holds both, compiled once, and hands out the right one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import Executable


@dataclass(frozen=True)
class Upsert:
    """One statement in two dialects."""

    sqlite: Executable
    postgresql: Executable

    def on(self, connection: Connection) -> Executable:
        """The statement for this connection's database."""
        return self.sqlite if connection.dialect.name == "sqlite" else self.postgresql


def insert_new(
    table: Table, *, keys: Sequence[str] = (), returning: Sequence[Column[Any]] = ()
) -> Upsert:
    """Inserts what is not there (by the unique `keys`, or by any) and returns what was new."""
    at = list(keys) or None
    lite = sqlite.insert(table).on_conflict_do_nothing(index_elements=at)
    post = postgresql.insert(table).on_conflict_do_nothing(index_elements=at)
    if not returning:
        return Upsert(lite, post)
    return Upsert(lite.returning(*returning), post.returning(*returning))


def insert_or_update(
    table: Table,
    *,
    keys: Sequence[str],
    change: Sequence[str],
    returning: Sequence[Column[Any]] = (),
    where: ColumnElement[bool] | None = None,
) -> Upsert:
    """Inserts rows, or sets the columns `change` of those with the same `keys`, if `where` holds
    for what is there."""
    lite = sqlite.insert(table)
    lite = lite.on_conflict_do_update(
        index_elements=list(keys),
        set_={name: lite.excluded[name] for name in change},
        where=where,
    )
    post = postgresql.insert(table)
    post = post.on_conflict_do_update(
        index_elements=list(keys),
        set_={name: post.excluded[name] for name in change},
        where=where,
    )
    if not returning:
        return Upsert(lite, post)
    return Upsert(lite.returning(*returning), post.returning(*returning))
