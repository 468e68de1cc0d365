"""An organiser sets the event up by files and brings the attendees in, against the real programs:
the workbook, 240 attendees from a list, and two of them who come by their links and find each
other at once."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.journey.phones import Line, Phone, line
from tests.journey.programs import running

pytestmark = pytest.mark.processes

EXAMPLE = Path("examples/techdays")
SEEKER, OFFERER = "td-040", "td-087"


@dataclass
class Stage:
    """A running rehearsal, and its organiser."""

    line: Line
    organiser: Phone


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    with running("bot", "rehearse", "--port", "0", "--cast", "0", "--data", str(folder)) as program:
        secret = program.await_line("organiser ").partition("?start=")[2]
        with line(program.await_line("ready ")) as connection:
            organiser = Phone.of(connection, "Leïla Haddad", "fr")
            organiser.say(f"/start {secret}")
            organiser.await_button("go:attendees")
            yield Stage(line=connection, organiser=organiser)
        assert program.stop() == 0


def send(phone: Phone, name: str, content: bytes) -> None:
    answer = phone.line.http.post(
        f"/api/people/{phone.id}/file", files={"file": (name, content)}, data={"as": "document"}
    )
    answer.raise_for_status()


def received(phone: Phone, name: str) -> bytes:
    """The newest file of that name that the bot has sent."""

    def seen() -> Any:
        messages = [m["document"] for m in phone.from_bot() if m.get("document")]
        return next((one for one in reversed(messages) if one["name"] == name), None)

    document = phone.line.until(seen, f"a file {name}")
    return phone.line.http.get(document["url"]).content


def closed_door() -> bytes:
    """The example's workbook, for those registered only."""
    book = load_workbook(EXAMPLE / "event.xlsx")
    fields = {row[0].value: row[1] for sheet in book.worksheets[:2] for row in sheet.iter_rows()}
    fields["Inscription libre"].value = "Non"
    fields["À qui s'adresser"].value = "Leïla, +216 71 000 000"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_from_the_workbook_to_the_first_match(stage: Stage) -> None:
    organiser = stage.organiser
    send(organiser, "event.xlsx", (EXAMPLE / "event.xlsx").read_bytes())
    organiser.await_text("rien ne change")
    send(organiser, "event.xlsx", closed_door())
    organiser.tap("se:")
    organiser.await_text("C’est appliqué")
    send(organiser, "inscrits.csv", (EXAMPLE / "attendees.csv").read_bytes())
    organiser.await_text("240 personnes nouvelles")
    organiser.tap("sl:")
    organiser.await_text("C’est enregistré", "240 personnes nouvelles")
    send(organiser, "inscrits.csv", (EXAMPLE / "attendees.csv").read_bytes())
    organiser.await_text("elle ne change rien")
    organiser.tap("tk:links_csv")
    links = received(organiser, "techdays-links.csv").decode("utf-8-sig")
    rows = {row["Code"]: row for row in csv.DictReader(io.StringIO(links), delimiter=";")}
    assert len(rows) == 240
    stranger = Phone.of(stage.line, "Eve", "fr")
    stranger.say("/start")
    assert "+216 71 000 000" in stranger.await_reply()["text"]
    come(stage, rows[OFFERER])
    seeker = come(stage, rows[SEEKER])
    seeker.await_button("pr:")
    assert seeker.typed == 0
    assert seeker.tapped == 3


def come(stage: Stage, row: dict[str, str]) -> Phone:
    """Somebody opens their link, agrees, and says that they were understood."""
    phone = Phone.of(stage.line, "X", "en")
    phone.say(f"/start {row['Lien personnel'].partition('?start=')[2]}")
    assert row["Nom complet"] in phone.await_reply()["text"]
    phone.tap({"Arabe": "la:ar", "Français": "la:fr", "Anglais": "la:en"}[row["Langue"]])
    phone.tap("ok:1")
    phone.tap("right")
    return phone


def test_no_call_was_refused(stage: Stage) -> None:
    calls = stage.line.get("/api/calls")
    refused = [(c["method"], c["description"]) for c in calls if not c["ok"]]
    assert refused == []
