"""The revisions lead to the tables of today, and back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from storage.engine import database_url, writing_engine
from storage.schema import migrate, schema_problem, unmigrate
from storage.tables import METADATA


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    engine = writing_engine(database_url(empty_url))
    yield engine
    engine.dispose()


def test_the_revisions_lead_to_the_tables_of_today(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_revisions_make_the_constraints_of_today(engine: Engine) -> None:
    """Alembic's comparison leaves out checks, keys' fates and the conditions of indexes."""
    with engine.begin() as connection:
        METADATA.create_all(connection)
        ours = _details(connection)
        METADATA.drop_all(connection)
    migrate(engine)
    with engine.connect() as connection:
        assert _details(connection) == ours


def _details(connection: Connection) -> dict[str, list[str]]:
    found = inspect(connection)
    return {
        table.name: sorted(
            _written(detail)
            for details in (
                found.get_check_constraints(table.name),
                found.get_foreign_keys(table.name),
                found.get_unique_constraints(table.name),
                found.get_indexes(table.name),
                found.get_columns(table.name),
            )
            for detail in details
        )
        for table in METADATA.sorted_tables
    }


def _written(detail: Any) -> str:
    """A reflected detail as text; conditions and types have no equality of their own."""
    if isinstance(detail, Mapping):
        return str(sorted((key, _written(value)) for key, value in detail.items()))
    return str(detail)


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)
    assert schema_problem(engine) is None


def test_downgrading_to_the_base_leaves_no_table(engine: Engine) -> None:
    migrate(engine)
    unmigrate(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate(engine)
    assert schema_problem(engine) is None


def test_an_empty_database_is_said_to_be_one(engine: Engine) -> None:
    assert schema_problem(engine) == "the database holds no tables of ours yet"


def test_a_version_nobody_knows_is_named(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert schema_problem(engine) == (
        "the database is at version 9999, which this program does not know"
    )


def test_a_table_made_anew_goes_on_numbering_where_it_was(tmp_path: Path) -> None:
    engine = writing_engine(database_url(f"sqlite:///{tmp_path / 'old.sqlite3'}"))
    migrate(engine, "0007")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'meeting'"))
        connection.execute(text("INSERT INTO sqlite_sequence VALUES ('meeting', 41)"))
    migrate(engine, "0008")
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        last = {row.name: row.seq for row in rows}
    engine.dispose()
    assert last["meeting"] == 41
