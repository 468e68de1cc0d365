"""Columns and constraints in a word, for revisions. Revisions rely on these: they never change."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations


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


@contextmanager
def anew(table: str) -> Iterator[BatchOperations]:
    """A table whose ids are never given again, to be changed in a way for which SQLite has to
    make it anew: numbering goes on where it was."""
    lite = op.get_bind().dialect.name == "sqlite"
    last = op.get_bind().scalar(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name" if lite else "SELECT NULL"),
        {"name": table} if lite else {},
    )
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
        yield batch
    if last is not None:
        at = {"name": table, "last": last}
        op.get_bind().execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), at)
        op.get_bind().execute(sa.text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), at)
