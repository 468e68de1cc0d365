"""An organiser's event from the first link to the last export, over HTTP with the real programs.

She becomes the owner by a link, sends the workbook and the list of 240, opens the door to
everybody, and announces to "French-speaking SMEs without a meeting": scheduled, paused, resumed,
killed with SIGKILL in the middle, and through in the end. The day is closed with exports that
other readers read back equal.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.journey.phones import Line, Phone, line
from tests.journey.programs import Program, running
from tests.journey.steps import OMAR, propose, register

pytestmark = pytest.mark.processes

TOKEN = "1:announcing"
EXAMPLE = Path("examples/techdays")
EVE_OF_EVE = "2027-04-11T09:00:00+01:00"
SEEKER, OFFERER = "td-040", "td-087"
FIRMS = 5
TEXT = "La salle B ouvre à neuf heures."
PACE = "1"
"""One message a second: slow enough to be interrupted."""

NOTHING_NEW = "message is not modified"
"""What Telegram says of the same progress twice: the process that wrote it first may be dead."""

Row = dict[str, str]


@dataclass
class Stage:
    """A simulator that stays, and a bot that is killed and comes back."""

    url: str
    line: Line
    folder: Path
    bot: Program = field(init=False)
    secret: str = field(init=False)

    def __post_init__(self) -> None:
        self.bot = self.start()
        self.secret = self.bot.await_line("organiser ").partition("?start=")[2]

    def start(self) -> Program:
        """A new life of the bot, over the same rows."""
        return Program(
            *("bot", "run"),
            BOT_TOKEN=TOKEN,
            TELEGRAM_API_URL=self.url,
            CLOCK_URL=f"{self.url}/api/clock",
            DATA_DIR=str(self.folder),
            PACE=PACE,
        )

    def move(self, to: str) -> None:
        """The clock, to a moment."""
        self.line.post("/api/clock", {"to": to})


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with running("rehearsal", "--token", TOKEN, "--port", "0", "--now", EVE_OF_EVE) as simulator:
        url = simulator.await_line("ready ")
        with line(url) as connection:
            stage = Stage(url=url, line=connection, folder=tmp_path)
            yield stage
            stage.bot.kill()


def test_from_the_workbook_to_the_exports(stage: Stage) -> None:
    organiser = Phone.of(stage.line, "Leïla Haddad", "fr")
    organiser.say(f"/start {stage.secret}")
    organiser.await_button("go:attendees")
    set_up(organiser)
    rows = bring_in(organiser)
    turned_away_until_the_door_is_open(organiser)
    walk_in = register(stage.line, OMAR)
    seeker = meet(stage, rows)
    french = [row for row in rows.values() if row["Rôle"] == "PME" and row["Langue"] == "Français"]
    firms = [come(stage, row) for row in french[:FIRMS]]
    announce(stage, organiser, firms)
    assert walk_in.count(TEXT) == seeker.count(TEXT) == 0
    close(stage, organiser, seeker)
    refused = [
        (call["method"], call["description"])
        for call in stage.line.get("/api/calls")
        if not call["ok"] and NOTHING_NEW not in call["description"]
    ]
    assert refused == []


def set_up(organiser: Phone) -> None:
    """The example's workbook changes nothing; the one that closes the door does, once."""
    send(organiser, "event.xlsx", (EXAMPLE / "event.xlsx").read_bytes())
    organiser.await_text("rien ne change")
    send(organiser, "event.xlsx", closed_door())
    organiser.tap("se:")
    organiser.await_text("C’est appliqué")


def closed_door() -> bytes:
    """The example's workbook, for those registered only."""
    book = load_workbook(EXAMPLE / "event.xlsx")
    fields = {row[0].value: row[1] for sheet in book.worksheets[:2] for row in sheet.iter_rows()}
    fields["Inscription libre"].value = "Non"
    fields["À qui s'adresser"].value = "Leïla, +216 71 000 000"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring_in(organiser: Phone) -> dict[str, Row]:
    """The list of 240, twice; their links and what else is known of them, by code."""
    content = (EXAMPLE / "attendees.csv").read_bytes()
    send(organiser, "inscrits.csv", content)
    organiser.await_text("240 personnes nouvelles")
    organiser.tap("sl:")
    organiser.await_text("C’est enregistré", "240 personnes nouvelles")
    send(organiser, "inscrits.csv", content)
    organiser.await_text("elle ne change rien")
    organiser.tap("tk:links_csv")
    links = table_of(received(organiser, "techdays-links.csv"))
    known = {row["Code"]: row for row in table_of(content)}
    assert len(links) == 240
    return {row["Code"]: known[row["Code"]] | row for row in links}


def turned_away_until_the_door_is_open(organiser: Phone) -> None:
    """Somebody who is on no list is told whom to ask; then registration is opened."""
    stranger = Phone.of(organiser.line, "Eve", "fr")
    stranger.say("/start")
    assert "+216 71 000 000" in stranger.await_reply()["text"]
    organiser.say("/event")
    for data in ("em", "ei:walk_ins", "et:walk_ins:true", "se:"):
        organiser.tap(data)
    organiser.await_text("C’est appliqué")
    stranger.say("/start")
    assert "+216 71 000 000" not in stranger.await_reply()["text"]


def come(stage: Stage, row: Row) -> Phone:
    """Somebody opens their link, agrees, and says that they were understood."""
    phone = Phone.of(stage.line, "X", "en")
    phone.say(f"/start {row['Lien personnel'].partition('?start=')[2]}")
    assert row["Nom complet"] in phone.await_reply()["text"]
    phone.tap({"Arabe": "la:ar", "Français": "la:fr", "Anglais": "la:en"}[row["Langue"]])
    phone.tap("ok:1")
    phone.tap("right")
    return phone


def meet(stage: Stage, rows: dict[str, Row]) -> Phone:
    """Two who need each other come by their links, and agree on a time; who sought is returned."""
    offerer, seeker = come(stage, rows[OFFERER]), come(stage, rows[SEEKER])
    seeker.await_button("pr:")
    assert seeker.typed == 0
    assert seeker.tapped == 3
    propose(seeker)
    offerer.tap("ac:")
    seeker.await_button("ics:")
    return seeker


def announce(stage: Stage, organiser: Phone, firms: list[Phone]) -> None:
    """Each of the firms is told, once; whoever was being told at the kill perhaps twice."""
    write(organiser)
    narrow(organiser)
    schedule(organiser)
    stage.move("2027-04-12T09:00:02+01:00")
    stage.line.until(lambda: told(firms) >= 1, "the first copy")
    organiser.tap("an:1:pause")
    organiser.await_button("an:1:resume")
    organiser.await_text("Suspendue")
    assert told(firms) < FIRMS
    organiser.tap("an:1:resume")
    stage.line.until(lambda: told(firms) >= 3, "the third copy")
    stage.bot.kill()
    assert told(firms) < FIRMS
    stage.bot = stage.start()
    stage.line.until(lambda: all(phone.count(TEXT) for phone in firms), "everybody's copy")
    organiser.await_text("C’est envoyé. 5 personnes")
    assert sorted(phone.count(TEXT) for phone in firms) in ([1, 1, 1, 1, 1], [1, 1, 1, 1, 2])


def write(organiser: Phone) -> None:
    """The text, in French alone."""
    organiser.say("/announce")
    for data in ("sw:announce:6", "sw:announce:2", "done:announce:2"):
        organiser.tap(data)
    organiser.await_text("Écrivez le texte")
    organiser.say(TEXT)
    organiser.await_button("an:1:send")


def narrow(organiser: Phone) -> None:
    """To French-speaking SMEs without a meeting."""
    for data in (
        "an:1:whom", "aw:1:language", "ap:1:language:fr:1", "an:1:whom", "aw:1:role",
        "ap:1:role:sme:1", "an:1:whom", "ap:1:meeting:none:1", "an:1:show",
    ):  # fmt: skip
        organiser.tap(data)
    shown = organiser.await_text("Pas encore de rendez-vous", "PME")
    assert "5 personnes" in shown["text"]


def schedule(organiser: Phone) -> None:
    """For tomorrow morning."""
    organiser.tap("an:1:hour")
    organiser.say("demain 9h")
    organiser.await_text("Départ")
    organiser.tap("an:1:send")
    organiser.await_text("Programmée", "5 personnes")


def told(phones: list[Phone]) -> int:
    """How many have had the announcement."""
    return sum(phone.count(TEXT) > 0 for phone in phones)


def close(stage: Stage, organiser: Phone, seeker: Phone) -> None:
    """The day is over, the meeting took place, and the tables say so in both forms."""
    stage.move("2027-04-13T11:00:00+01:00")
    seeker.tap("fh:")
    seeker.await_button("fr:")
    organiser.say("/report")
    found = {}
    for name in ("attendees", "meetings", "outcomes", "announcements"):
        for form in ("xlsx", "csv"):
            organiser.tap(f"ft:{name}:{form}")
        sheet = load_workbook(io.BytesIO(received(organiser, f"techdays-{name}.xlsx"))).worksheets[
            0
        ]
        cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
        assert cells == rows_of(received(organiser, f"techdays-{name}.csv"))
        found[name] = len(cells) - 1
    assert found["attendees"] == FIRMS + 3
    assert found["meetings"] == found["announcements"] == 1


def send(phone: Phone, name: str, content: bytes) -> None:
    """Sends the bot a document."""
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


def rows_of(content: bytes) -> list[list[str]]:
    """What a reader of CSV finds."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def table_of(content: bytes) -> list[Row]:
    """The same, each cell under its heading."""
    head, *rows = rows_of(content)
    return [dict(zip(head, row, strict=True)) for row in rows]
