"""Where things are on this machine, for programs light enough to start at once."""

from pathlib import Path

EXAMPLE_EVENT = Path("examples/techdays/event.toml")


def sqlite_file(folder: Path) -> Path:
    """The database in a data folder."""
    return folder / "multaqa.sqlite3"


def sqlite_in(folder: Path) -> str:
    """Its URL."""
    return f"sqlite:///{sqlite_file(folder)}"
