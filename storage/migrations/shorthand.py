"""Columns and constraints in a word, for revisions. Revisions rely on these: they never change."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op


def own_id() -> sa.Column[int]:
    """The row's own id."""
    return sa.Column("id", sa.Integer, primary_key=True)


def needed(kind: sa.types.TypeEngine[Any], *names: str) -> Iterable[sa.Column[Any]]:
    """Columns that are always filled."""
    return [sa.Column(name, kind, nullable=False) for name in names]


def optional(kind: sa.types.TypeEngine[Any], *names: str) -> Iterable[sa.Column[Any]]:
    """Columns that may be empty."""
    return [sa.Column(name, kind, nullable=True) for name in names]


def refers(
    name: str,
    table: str,
    *,
    gone: str = "CASCADE",
    nullable: bool = False,
    primary_key: bool = False,
    index: bool = False,
) -> sa.Column[int]:
    """A reference to a row, which goes (or is emptied) with it."""
    target = sa.ForeignKey(f"{table}.id", ondelete=gone)
    return sa.Column(
        name, sa.Integer, target, nullable=nullable, primary_key=primary_key, index=index
    )


def one_of(column: str, words: str) -> sa.CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def partial(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    """An index over the rows of a condition."""
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )
