"""Makes the example's tables from its other files: `python -m tests.examples.make_tables`."""

import csv
import io
import json
from pathlib import Path

from matchmaking.eventfile import load_event
from matchmaking.intents import Language
from matchmaking.sheets.event_form import event_pages
from matchmaking.sheets.words import word_for
from matchmaking.sheets.writing import workbook_of

FOLDER = Path("examples/techdays")
COLUMNS = ("code", "name", "organisation", "country", "role", "lang", "speaks", "seeks", "offers")


def attendees_csv() -> bytes:
    """The 240 attendees as a registration office would export them: French heads, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([word_for("attendees", column, Language.FR) for column in COLUMNS])
    lines = (FOLDER / "attendees.jsonl").read_text("utf-8").splitlines()
    for one in (json.loads(line) for line in lines):
        writer.writerow(
            [
                one["id"],
                one["name"],
                one["organisation"],
                one["country"],
                word_for("role", one["role"], Language.FR),
                word_for("language", one["lang"], Language.FR),
                ", ".join(one["speaks"]),
                one["seeks"],
                one["offers"],
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def event_workbook() -> bytes:
    """The event as its workbook, in French."""
    return workbook_of(event_pages(load_event(FOLDER / "event.toml"), Language.FR), Language.FR)


if __name__ == "__main__":
    (FOLDER / "attendees.csv").write_bytes(attendees_csv())
    (FOLDER / "event.xlsx").write_bytes(event_workbook())
