"""What every table has in common: one metadata with fixed constraint names."""

from typing import Any, ClassVar, cast

from sqlalchemy import Connection, Insert, MetaData, Table
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Both databases and every migration call a constraint by the same name."""


class Row(SQLModel):
    """A row of ours. No row leaves `storage`."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}
"""Table option: the id of a deleted row is never given to another. Buttons in old messages and
the keys of notices carry ids; one that came back would act on a stranger's row."""


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a row class, for statements over its columns."""
    return Row.metadata.tables[cast(str, model.__tablename__)]


def insert_one(connection: Connection, statement: Insert, values: dict[str, Any]) -> int:
    """Inserts a row and returns the id that the database gave it."""
    key = connection.execute(statement, values).inserted_primary_key
    if key is None:
        raise LookupError("the database gave the row no id")
    return int(key[0])
