"""What a connection promises: settings, instants, foreign keys, and what is no database of ours."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from matchmaking.ports import UnitOfWork
from storage.engine import database_url, reading_engine, writing_engine
from storage.store import Store
from storage.tables import INVITATION, KEPT_UPDATE, METADATA, ORGANISER
from tests.matchmaking.builders import NOW
from tests.storage.conftest import House, link


@pytest.mark.parametrize("writes", [True, False])
def test_every_sqlite_connection_is_set_up(tmp_path: Path, writes: bool) -> None:
    url = database_url(f"sqlite:///{tmp_path / 'new' / 'file.sqlite3'}")
    writer = writing_engine(url)
    reader = reading_engine(url, writer)
    with writer.begin() as first:
        first.exec_driver_sql("CREATE TABLE t (x)")
    engine = writer if writes else reader
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in (
                "journal_mode",
                "foreign_keys",
                "busy_timeout",
                "synchronous",
                "secure_delete",
                "query_only",
            )
        }
    reader.dispose()
    writer.dispose()
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "synchronous": 1,  # NORMAL
        "secure_delete": 1,
        "query_only": 0 if writes else 1,
    }


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///x.sqlite3", "sqlite+pysqlite"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg"),
    ],
)
def test_the_driver_is_ours_whatever_the_url_says(given: str, driver: str) -> None:
    assert database_url(given).drivername == driver


@pytest.mark.parametrize("given", ["mysql://h/d", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_what_is_no_database_of_ours_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"database|SQLite"):
        database_url(given)


def test_a_password_in_an_unreadable_url_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="cannot be read") as refused:
        database_url("postgresql//u:secret@h/d")
    assert "secret" not in str(refused.value)


def test_a_naive_datetime_is_refused(house: House) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError) as refused:
        house.do(lambda uow, now: uow.organisers.invite("h", link(house, naive)))
    assert isinstance(refused.value.orig, ValueError)


def test_instants_come_back_exact_and_in_utc(url: str, house: House) -> None:
    exact = datetime(2027, 4, 13, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    house.do(lambda uow, now: uow.organisers.invite("h", link(house, exact)))
    engine = writing_engine(database_url(url))
    with engine.begin() as connection:
        found = connection.execute(select(INVITATION.c.expires_at)).scalar_one()
    engine.dispose()
    assert (found, found.tzinfo) == (exact, UTC)


def test_instants_are_compared_as_instants_by_the_database(url: str, house: House) -> None:
    whole = datetime(2027, 4, 13, 8, 0, tzinfo=UTC)
    instants = [whole, whole + timedelta(microseconds=1), whole + timedelta(seconds=1)]

    def invite(uow: UnitOfWork, now: datetime) -> None:
        for number, instant in enumerate(instants):
            west = instant.astimezone(timezone(-timedelta(hours=number)))
            uow.organisers.invite(str(number), link(house, west))

    house.do(invite)
    engine = writing_engine(database_url(url))
    with engine.begin() as connection:
        later = select(INVITATION.c.secret_hash).where(INVITATION.c.expires_at > whole)
        found = connection.execute(later.order_by(INVITATION.c.expires_at)).scalars().all()
    engine.dispose()
    assert found == ["1", "2"]


def test_foreign_keys_are_enforced(url: str, house: House) -> None:
    engine = writing_engine(database_url(url))
    stranger = {"person_id": 999, "event_id": house.event.id, "since": NOW}
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(ORGANISER), stranger)
    engine.dispose()


def test_closed_vocabularies_are_enforced(url: str, house: House) -> None:
    row = {"update_id": 1, "telegram_id": 1, "body": "{}", "kept_at": NOW, "state": "lost"}
    engine = writing_engine(database_url(url))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(KEPT_UPDATE), row)
    engine.dispose()


@pytest.mark.anyio
async def test_a_look_cannot_write(house: House) -> None:
    with pytest.raises(DBAPIError):
        await house.store.look(lambda uow, now: uow.organisers.invite("h", link(house, now)))


def test_the_id_of_a_row_that_is_gone_is_never_given_again(house: House) -> None:
    gone = house.person(1)
    house.do(lambda uow, now: uow.people.erase(gone.id))
    assert house.person(2).id == gone.id + 1


def test_opening_makes_the_folder_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.sqlite3"
    store = Store.open(f"sqlite:///{path}", clock=lambda: NOW)
    store.close_sync()
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_every_table_can_be_read_by_its_columns(url: str) -> None:
    engine = writing_engine(database_url(url))
    with engine.begin() as connection:
        rows = {
            table.name: connection.execute(select(table)).all() for table in METADATA.sorted_tables
        }
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
    engine.dispose()
    assert set(rows) == names
    assert not any(rows.values())
