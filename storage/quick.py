"""Statements that every update runs, without a layer between us and SQLite's driver.

A `Quick` is written once, as any other statement. On SQLite its text is made once and then goes
straight to the driver, within the transaction that the connection is in: some 10 microseconds a
statement, where the library takes 200 (measured), and an update runs about ten. On PostgreSQL,
where a statement costs a round trip, it is the library's own. Values and rows pass through the
columns' types on both. Knows no table.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.base import Executable

from storage.upserts import Upsert

Process = Callable[[Any], Any] | None
Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """A statement's text, the values it wants in order, and what its rows become."""

    text: str
    wanted: tuple[tuple[str, Process], ...]
    fixed: Values
    make: Callable[[Sequence[Any]], tuple[Any, ...]]
    processed: tuple[tuple[int, Callable[[Any], Any]], ...]

    def bound(self, values: Values) -> list[Any]:
        given = {**self.fixed, **values} if self.fixed else values
        return [given[name] if do is None else do(given[name]) for name, do in self.wanted]

    def rows(self, found: list[tuple[Any, ...]]) -> list[Any]:
        if not self.processed:
            return list(map(self.make, found))
        return [self._row(one) for one in found]

    def _row(self, found: tuple[Any, ...]) -> Any:
        cells = list(found)
        for place, process in self.processed:
            cells[place] = process(cells[place])
        return self.make(cells)


class Quick:
    """One statement on both databases. Always run with the same names of values."""

    def __init__(self, statement: Executable | Upsert) -> None:
        self._statement = statement
        self._made: _Plan | None = None

    def rows(self, connection: Connection, **values: Any) -> list[Any]:
        """All rows, with the columns as attributes."""
        if connection.dialect.name != "sqlite":
            return list(connection.execute(self._on(connection), values))
        plan = self._made or self._plan(connection.dialect, values)
        cursor = _driver(connection).execute(plan.text, plan.bound(values))
        return plan.rows(cursor.fetchall())

    def first(self, connection: Connection, **values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self.rows(connection, **values)), None)

    def run(self, connection: Connection, **values: Any) -> int:
        """Runs a statement that changes rows; returns how many it changed."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._on(connection), values).rowcount
        plan = self._made or self._plan(connection.dialect, values)
        return int(_driver(connection).execute(plan.text, plan.bound(values)).rowcount)

    def run_all(self, connection: Connection, values: Sequence[Values]) -> None:
        """Runs it for each of these."""
        if not values:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self._on(connection), values)
            return
        plan = self._made or self._plan(connection.dialect, values[0])
        _driver(connection).executemany(plan.text, [plan.bound(one) for one in values])

    def rows_of_all(self, connection: Connection, values: Sequence[Values]) -> list[Any]:
        """The rows that come of running it for each of these."""
        if connection.dialect.name != "sqlite":
            return list(connection.execute(self._on(connection), values))
        return [row for one in values for row in self.rows(connection, **one)]

    def insert(self, connection: Connection, **values: Any) -> int:
        """Inserts a row; returns the id that the database gave it."""
        if connection.dialect.name != "sqlite":
            key = connection.execute(self._on(connection), values).inserted_primary_key
            if key is None:
                raise LookupError("the database gave the row no id")
            return int(key[0])
        plan = self._made or self._plan(connection.dialect, values)
        return int(_driver(connection).execute(plan.text, plan.bound(values)).lastrowid)

    def _on(self, connection: Connection) -> Executable:
        one = self._statement
        return one.on(connection) if isinstance(one, Upsert) else one

    def _plan(self, dialect: Dialect, values: Values) -> _Plan:
        one = self._statement
        statement: Any = one.sqlite if isinstance(one, Upsert) else one
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(values))
        names: list[str] = list(compiled.positiontup or ())
        if compiled.insert_prefetch or any(compiled.binds[name].expanding for name in names):
            raise TypeError(f"not a statement of fixed text: {compiled}")
        returned = list(getattr(statement, "exported_columns", ()))
        types = [column.type.dialect_impl(dialect) for column in returned]
        done = [type_.result_processor(dialect, None) for type_ in types]
        self._made = _Plan(
            text=str(compiled),
            wanted=tuple(
                (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
                for name in names
            ),
            fixed={name: compiled.params[name] for name in names if name not in values},
            make=_maker([column.name for column in returned]),
            processed=tuple((place, do) for place, do in enumerate(done) if do is not None),
        )
        return self._made


def _maker(names: list[str]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Makes records with these attributes of rows."""
    record: type[Any] = namedtuple("Record", names, rename=True)  # type: ignore[misc] # the names come with the statement
    make: Callable[[Sequence[Any]], tuple[Any, ...]] = record._make
    return make


def _driver(connection: Connection) -> Any:
    """SQLite's own connection beneath."""
    return connection.connection.driver_connection
