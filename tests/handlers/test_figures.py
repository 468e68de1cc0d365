"""The report, and tables that a second reader reads back equal."""

import csv
import io
import itertools
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from handlers.tables import As, content_of, page_of
from i18n.phrasebook import phrasebook
from matchmaking.audit import Deed
from matchmaking.figures import AttendeeLine, Lines, MeetingLine, Table
from matchmaking.intents import Language
from matchmaking.meetings import State
from matchmaking.organisers import OrganiserRole
from matchmaking.ports import UnitOfWork
from tests.handlers.chat import Phone, World
from tests.handlers.filled import become
from tests.handlers.pairs import offered
from tests.handlers.people import START, current_event, event

pytestmark = pytest.mark.anyio

NOTE = "She was rude and sells nothing"
HOSTILE = (
    "=1+1",
    "+33 1",
    "-2",
    "@SUM(A1)",
    "\t=x",
    "\r=x",
    'a\nb;c,"d"',
    "\u202eabc",
    "#N/A",
    "007",
)


async def owner(world: World, language: str = "en") -> Phone:
    omar = world.phone("Omar", language)
    await omar.say("/start")
    become(omar, OrganiserRole.OWNER)
    return omar


def grid(content: bytes, form: As) -> list[list[Any]]:
    """What a reader of another house finds, an empty cell as an empty text."""
    if form is As.CSV:
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in sheet.values]


async def taken(phone: Phone, table: Table, form: As) -> list[list[Any]]:
    await phone.say("/report")
    file = await phone.tap(f"^ft:{table}:{form}$")
    assert file.file_name.endswith(f"-{table}.{form}")
    return grid(file.file, form)


async def meet(world: World) -> None:
    """Rania and Karim have met, and one of them has turned down somebody else's offer."""
    _, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()


@pytest.mark.parametrize("form", As)
async def test_the_tables_tell_what_is(world: World, form: As) -> None:
    omar = await owner(world)
    await meet(world)
    shown = (await omar.say("/report")).text
    assert "Taking part: 2\nWith a complete profile: 2\nWith a meeting: 2" in shown
    assert "Meetings proposed: 1\n" in shown
    head, *people = await taken(omar, Table.ATTENDEES, form)
    assert [row[0] for row in people] == ["Karim", "Rania"]
    assert [str(row[head.index("Meetings agreed or held")]) for row in people] == ["1", "1"]
    head, *meetings = await taken(omar, Table.MEETINGS, form)
    assert [(row[head.index("State")], {row[5], row[7]}) for row in meetings] == [
        ("Agreed", {"Rania", "Karim"})
    ]
    _, *outcomes = await taken(omar, Table.OUTCOMES, form)
    assert ["Taking part", "2"] in [[what, str(n)] for what, n in outcomes]
    assert await taken(omar, Table.ANNOUNCEMENTS, form)
    trail = world.store.run_sync(deeds)
    assert trail.count(Deed.EXPORTED) == 4


@pytest.mark.parametrize("form", As)
@pytest.mark.parametrize("language", Language)
def test_hostile_cells_come_back_as_harmless_text(form: As, language: Language) -> None:
    book, on = phrasebook(language.value), event()
    lines: Lines = [
        AttendeeLine(
            name=text,
            organisation=text,
            country="TN",
            role="sme",
            language="ar",
            speaks=("ar", "fr"),
            words=text,
            ready=True,
            paused=False,
            agreed=2,
            held=1,
        )
        for text in HOSTILE
    ]
    content = content_of(page_of(lines, Table.ATTENDEES, on, book), form, language)
    head, *rows = grid(content, form)
    assert len(rows) == len(HOSTILE)
    for text, row in zip(HOSTILE, rows, strict=True):
        kept = text.replace("\r", "\n")
        wanted = f"'{kept}" if text[0] in "=+-@\t\r" else kept
        read = [str(row[head.index(book.plain(f"column.{key}"))]) for key in ("name", "words")]
        assert read == [wanted, wanted]
        assert [str(row[-2]), str(row[-1])] == ["2", "1"]
    if form is As.XLSX:
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert bool(sheet.sheet_view.rightToLeft) is (language is Language.AR)
        cells = itertools.chain.from_iterable(sheet.iter_rows())
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}


def test_a_meeting_stands_at_the_events_hour() -> None:
    on = event()
    line = MeetingLine(
        number=7,
        state=State.HELD,
        starts_at=START,
        table=3,
        proposer=("Rania", "Coop"),
        invitee=("Karim", ""),
    )
    page = page_of([line], Table.MEETINGS, on, phrasebook("fr"))
    local = START.astimezone(on.zone)
    row = [7, "Tenu", f"{local:%Y-%m-%d}", f"{local:%H:%M}", 3, "Rania", "Coop", "Karim", ""]
    assert [list(one) for one in page.rows] == [row]


async def test_what_is_private_is_in_no_table(world: World) -> None:
    """A note, a block, a report and a declined offer are there before they are looked for."""
    omar = await owner(world)
    _, karim = await offered(world)
    await karim.say("/meetings")
    await karim.tap("^me:")
    await karim.tap("^rp:e:")
    await karim.tap("^rw:e:.*:unwelcome$")
    await karim.say(NOTE)
    await karim.tap("^rs:e:")
    world.deliver()
    assert len(await taken(omar, Table.MEETINGS, As.CSV)) == 1
    for table in Table:
        rows = await taken(omar, table, As.CSV)
        assert NOTE not in str(rows)


def deeds(uow: UnitOfWork, _now: datetime) -> list[Deed]:
    """What organisers did, the latest first."""
    return [one.deed for one in uow.audit.page(current_event(uow).id, limit=9)]
