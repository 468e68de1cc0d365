"""The command `import`: what a file changes is shown, kept once, and each problem is a line."""

from pathlib import Path

import pytest

from bot.bringing import bring
from bot.trouble import Trouble
from matchmaking.eventfile import load_event
from matchmaking.intents import Language
from matchmaking.programme_ics import programme_file
from matchmaking.sheets.event_form import event_pages
from matchmaking.sheets.writing import workbook_of
from tests.handlers.people import NOW

pytestmark = pytest.mark.anyio

TOML = Path(__file__).parents[2] / "examples/techdays/event.toml"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Terminal:
    """Runs the command, and reads what it said."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    async def run(
        self,
        file: Path,
        language: str = "en",
        *,
        dry_run: bool = False,
        edition: str | None = None,
    ) -> tuple[int, list[str], list[str]]:
        """The exit code, and the lines of both outputs, the last of stderr as `main` writes it."""
        code, last = 0, []
        try:
            await bring(file, language, dry_run=dry_run, edition=edition)
        except Trouble as trouble:
            code, last = trouble.code, [str(trouble)]
        said = self._capture.readouterr()
        return code, said.out.splitlines(), [*said.err.splitlines(), *last]


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Terminal(capsys)


async def test_an_event_in_every_form_is_the_same_event(terminal: Terminal, tmp_path: Path) -> None:
    plan = load_event(TOML)
    book, calendar = tmp_path / "event.xlsx", tmp_path / "programme.ics"
    book.write_bytes(workbook_of(event_pages(plan, Language.FR), Language.FR))
    calendar.write_bytes(programme_file(plan, language=Language.AR, now=NOW))
    assert await terminal.run(calendar) == (2, [], ["there is no event yet: import one"])
    assert await terminal.run(TOML, dry_run=True) == (0, ["a new event: techdays"], [])
    code, lines, _ = await terminal.run(TOML)
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith("techdays: 2 days, ")
    for file in (TOML, book, calendar):
        code, lines, problems = await terminal.run(file)
        assert (code, lines[0], problems) == (0, "techdays: nothing changes", []), file


async def test_a_dry_run_shows_and_changes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    await terminal.run(TOML)
    calendar = tmp_path / "programme.ics"
    data = programme_file(load_event(TOML), language=Language.EN, now=NOW)
    calendar.write_bytes(data.replace(b"T091500", b"T092000"))
    for _ in range(2):
        code, lines, _ = await terminal.run(calendar, "fr", dry_run=True)
        assert code == 0
        assert "– De\u202f: de 09:15 à 09:20" in lines
    code, lines, _ = await terminal.run(calendar)
    assert "– From: from 09:15 to 09:20" in lines
    code, lines, _ = await terminal.run(calendar)
    assert lines[0] == "techdays: nothing changes"


async def test_an_entry_or_a_row_left_out_ends_with_1(terminal: Terminal, tmp_path: Path) -> None:
    await terminal.run(TOML)
    calendar = tmp_path / "programme.ics"
    calendar.write_bytes(
        programme_file(load_event(TOML), language=Language.EN, now=NOW).replace(
            b"END:VCALENDAR", b"BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR"
        )
    )
    code, lines, problems = await terminal.run(calendar)
    assert (code, lines[0]) == (1, "techdays: nothing changes")
    assert problems[-2].startswith("programme.ics: Entry ")
    assert problems[-1] == f"{calendar}: 1 entries were left out"
    people = tmp_path / "people.csv"
    people.write_text("Nom;Pays;Pointure\nRania;Liban;38\n;Tunisie;\n", encoding="utf-8")
    counted = ["1 new, 0 updated, 0 unchanged", "columns passed over: Pointure"]
    told = ["people.csv: Row 3, column A (Nom): empty, and it is needed"]
    told.append(f"{people}: 1 rows were left out")
    assert await terminal.run(people, dry_run=True) == (1, counted, told)
    assert await terminal.run(people) == (1, counted, told)
    people.write_text("Nom;Pays\nRania;Liban\n", encoding="utf-8")
    assert await terminal.run(people) == (0, ["0 new, 0 updated, 1 unchanged"], [])


async def test_what_cannot_be_used_is_one_line_and_2(terminal: Terminal, tmp_path: Path) -> None:
    await terminal.run(TOML)
    picture, empty = tmp_path / "photo.xlsx", tmp_path / "empty.ics"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    empty.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    for file in (picture, empty, tmp_path / "not there.csv", tmp_path / "people.pdf"):
        code, lines, problems = await terminal.run(file)
        assert (code, lines, len(problems)) == (2, [], 1), file
        assert problems[0].startswith(f"{file}: ")


async def test_a_list_is_for_the_edition_that_is_named(terminal: Terminal, tmp_path: Path) -> None:
    later, people = tmp_path / "later.toml", tmp_path / "people.csv"
    text = TOML.read_text("utf-8").replace('code = "techdays"', 'code = "later"', 1)
    later.write_text(text.replace("2027-04-", "2028-04-"), "utf-8")
    people.write_text("Name;Organisation\nRania;Coop\n", "utf-8")
    await terminal.run(TOML)
    await terminal.run(later)
    added = ["1 new, 0 updated, 0 unchanged"]
    assert (await terminal.run(people, edition="later"))[:2] == (0, added)
    assert (await terminal.run(people, edition="techdays"))[:2] == (0, added)
    known = "those there are: techdays, later"
    unknown = [f"there is no edition 'other'; {known}"]
    assert await terminal.run(people, edition="other") == (2, [], unknown)
