"""An event's workbook says what its file says, in three languages, and its faults by cell."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from matchmaking.eventfile import load_event, read_event
from matchmaking.intents import Language
from matchmaking.plan_changes import How, changes
from matchmaking.sheets.event_form import event_pages
from matchmaking.sheets.sent import understand
from matchmaking.sheets.writing import workbook_of

EXAMPLE = load_event(Path("examples/techdays/event.toml"))


def sent(content: bytes, name: str = ".xlsx") -> Any:
    return understand(content, name, lambda _done, _of: None)


def edited(language: Language, *cells: tuple[int, str, Any]) -> bytes:
    """The example's workbook with these cells (sheet, cell, value)."""
    book = load_workbook(io.BytesIO(workbook_of(event_pages(EXAMPLE, language), language)))
    for sheet, cell, value in cells:
        book.worksheets[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", list(Language))
def test_a_workbook_comes_back_as_the_event_it_was(language: Language) -> None:
    content = workbook_of(event_pages(EXAMPLE, language, help_=["Hello", "-1"]), language)
    read = sent(content)
    assert (read["kind"], read["problems"]) == ("event", [])
    assert changes(EXAMPLE, read_event(read["table"])) == ()
    book = load_workbook(io.BytesIO(content))
    assert {s.sheet_view.rightToLeft for s in book.worksheets} == {language is Language.AR}


def test_a_toml_file_says_the_same() -> None:
    read = sent(Path("examples/techdays/event.toml").read_bytes(), ".toml")
    assert (read["kind"], read["problems"]) == ("event", [])
    assert changes(EXAMPLE, read_event(read["table"])) == ()
    broken = sent(b"code = 'x'\nzone = [", ".toml")
    assert broken["problem"]["fault"] == "not_toml"


def test_what_changes_is_told_by_thing_and_field() -> None:
    read = sent(
        edited(
            Language.FR,
            (3, "D2", "9 h"),
            (3, "A3", "d1-soir"),
            (1, "B2", "٢٥"),
            (0, "B8", "Sur place"),
            (6, "C2", "F. Meddeb"),
        )
    )
    assert read["problems"] == []
    found = [
        (one.how, one.what, one.name, [d.field for d in one.details])
        for one in changes(EXAMPLE, read_event(read["table"]))
    ]
    assert found == [
        (How.CHANGED, "event", "", ["mode"]),
        (How.CHANGED, "settings", "", ["slot_minutes"]),
        (How.CHANGED, "windows", "d1-morning", ["to"]),
        (How.ADDED, "windows", "d1-soir", []),
        (How.REMOVED, "windows", "d1-evening", []),
        (How.ADDED, "speakers", "p1: F. Meddeb", []),
        (How.REMOVED, "speakers", "p1: Faïza Meddeb", []),
    ]


@pytest.mark.parametrize(
    ("cell", "fault", "place"),
    [
        ((0, "B7", "Mars/Olympus"), "bad_zone", ("Event", 7, 2)),
        ((0, "B8", "somewhere"), "unknown_word", ("Event", 8, 2)),
        ((0, "B4", None), "missing", ("Event", 4, 2)),
        ((1, "B2", "twenty"), "bad_number", ("Settings", 2, 2)),
        ((1, "B2", 3), "number_range", ("Settings", 2, 2)),
        ((2, "A3", "someday"), "bad_date", ("Days", 3, 1)),
        ((2, "B3", "wizards"), "unknown_word", ("Days", 3, 2)),
        ((2, "D3", None), "missing", ("Days", 3, 4)),
        ((3, "A3", "d1-morning"), "code_twice", ("Meeting hours", 3, 1)),
        ((3, "A3", "two words"), "bad_code", ("Meeting hours", 3, 1)),
        ((3, "C3", "25:99"), "bad_time", ("Meeting hours", 3, 3)),
        ((3, "B3", "2027-05-01"), "no_day", ("Meeting hours", 3, 3)),
        ((3, "C3", "8:00"), "overlaps", ("Meeting hours", 2, 3)),
        ((3, "D3", "2:00"), "ok", ("", 0, 0)),
        ((3, "D3", "14:00"), "ends_before", ("Meeting hours", 3, 4)),
        ((5, "B2", "concert"), "unknown_word", ("Sessions", 2, 2)),
        ((6, "A2", "p9"), "no_session", ("Speakers", 2, 1)),
        ((6, "E2", "Atlantis"), "unknown_word", ("Speakers", 2, 5)),
        ((6, "C2", None), "missing", ("Speakers", 2, 3)),
    ],
)
def test_every_fault_has_its_cell(
    cell: tuple[int, str, Any], fault: str, place: tuple[str, int, int]
) -> None:
    read = sent(edited(Language.EN, cell))
    told = [(one["fault"], tuple(one["place"][:3])) for one in read["problems"]]
    assert told == ([] if fault == "ok" else [(fault, place)])


def test_an_empty_form_says_what_is_missing() -> None:
    read = sent(workbook_of(event_pages(None, Language.FR), Language.FR))
    assert read["kind"] == "event"
    assert {one["fault"] for one in read["problems"]} == {"missing"}
