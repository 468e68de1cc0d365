"""Which version the database's tables are, and bringing them to ours.

The versions are Alembic's, in `storage/migrations`; there is no ini file. To draft the next
revision from changed tables, use Alembic's API with `configuration()` (`command.revision` with
`autogenerate=True`) and clean up what it writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, over an open connection if one is given."""
    config = Config()
    # A percent sign in the path would be read as an interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Brings the tables up to our version in one transaction; does nothing when they are."""
    with _changing(engine) as connection:
        command.upgrade(configuration(connection), revision)


def unmigrate(engine: Engine, revision: str = "base") -> None:
    """Takes the tables back to an earlier version, with what only later ones can hold."""
    with _changing(engine) as connection:
        command.downgrade(configuration(connection), revision)


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """One transaction for a change of tables. Of two programs started at once, the second
    waits and finds the work done.

    SQLite changes a table by making a new one and dropping the old, and dropping deletes its
    rows first: with foreign keys on, all that refers to them would be deleted too. So they are
    off meanwhile (which can be said outside a transaction only) and checked at the end.
    """
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7223345)")
                yield connection
            return
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"the change of tables would break references: {broken}")
        finally:
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.close()


def schema_problem(engine: Engine) -> str | None:
    """What is wrong with the tables' version, in one line; None when they are ours."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    scripts = ScriptDirectory.from_config(configuration())
    ours = scripts.get_current_head()
    if found == (ours,):
        return None
    if not found:
        return "the database holds no tables of ours yet"
    known = {script.revision for script in scripts.walk_revisions()}
    if set(found) <= known:
        return f"the database is at version {found[0]}, this program needs {ours}"
    return f"the database is at version {found[0]}, which this program does not know"
