"""Files that mean harm, or would do it: read or refused within 10 s and 300 MB, naming the place.

Each is read by a program of its own, under those limits, so that a breach ends that program and
not the tests.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.files import HEAD, ROWS, archive, by_hand, inline, sheet_of, workbook

SECONDS, BYTES = 10, 300 * 1024 * 1024

PROGRAM = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({BYTES}, {BYTES}))
from matchmaking.sheets.people import read_people
from matchmaking.sheets.table import BadTable
content = sys.stdin.buffer.read()
try:
    table = read_people(content)
    told = {{"names": [row.name for row in table.rows],
             "faults": [[p.fault, p.place.sheet, p.place.row] for p in table.problems]}}
except BadTable as bad:
    told = {{"refused": bad.problem.fault, "sheet": bad.problem.place.sheet,
             "row": bad.problem.place.row}}
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Told:
    """What became of a file."""

    refused: str | None = None
    sheet: str = ""
    row: int = 0
    names: tuple[str, ...] = ()
    faults: tuple[tuple[str, str, int], ...] = ()


def read_within_limits(content: bytes) -> Told:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=content, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told = json.loads(done.stdout)
    faults = tuple((fault, sheet, row) for fault, sheet, row in told.get("faults", ()))
    return Told(
        refused=told.get("refused"),
        sheet=told.get("sheet", ""),
        row=told.get("row", 0),
        names=tuple(told.get("names", ())),
        faults=faults,
    )


def zip_bomb() -> bytes:
    return by_hand(sheet_of(HEAD + " " * 300_000_000))


def fifty_megabytes() -> bytes:
    row = f"<row>{inline('A9', 'x' * 400)}</row>"
    return by_hand(sheet_of(HEAD + row * (50_000_000 // len(row))))


def long_attendees() -> bytes:
    """As many and as long as may be."""
    rows = "".join(
        f'<row r="{n}">{inline(f"A{n}", f"Person {n}")}{inline(f"B{n}", "TN")}'
        f"{inline(f'C{n}', 'word ' * 150)}</row>"
        for n in range(2, 20_001)
    )
    return by_hand(sheet_of(HEAD + rows))


def lying_sizes() -> bytes:
    """The archive's list says that the sheet is small; it unpacks to far more."""
    content = bytearray(by_hand(sheet_of(HEAD + " " * 60_000_000)))
    with zipfile.ZipFile(BytesIO(bytes(content))) as target:
        true = target.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(content).replace(true.to_bytes(4, "little"), (5000).to_bytes(4, "little"))


WORD_FOR_NUMBER = '<row r="1"><c r="A1" t="s"><v>x</v></c></row>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a zip bomb": (zip_bomb, "too_large", "People"),
    "a sheet of 50 MB": (fifty_megabytes, "too_large", "People"),
    "sizes that lie": (lying_sizes, "broken", "People"),
    "a file of 21 MB": (lambda: b"PK\x03\x04" + b"x" * 21_000_000, "too_large", ""),
    "entities": (lambda: by_hand(ENTITIES + sheet_of(HEAD + "&b;")), "broken", "People"),
    "a document type": (lambda: by_hand('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'),
                        "broken", "People"),
    "deep elements": (lambda: by_hand("<a>" * 100_000), "broken", "People"),
    "many elements": (lambda: by_hand(sheet_of("<row/>" * 2_000_000)), "too_large", "People"),
    "an open element": (lambda: by_hand("<worksheet><sheetData>"), "broken", "People"),
    "no XML": (lambda: by_hand("hello"), "broken", "People"),
    "numbers that are none": (lambda: by_hand(sheet_of(WORD_FOR_NUMBER)), "broken", "People"),
    "a sheet that is not there": (lambda: by_hand("", **{"xl__worksheets__sheet1.xml": b""}),
                                  "broken", "People"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not_a_table", ""),
    "a picture in an archive": (lambda: archive({"picture.png": b"\x89PNG"}), "not_a_table", ""),
    "half an archive": (lambda: workbook(ROWS)[:3000], "not_a_table", ""),
    "nothing": (lambda: b"", "empty", ""),
    "an empty workbook": (lambda: workbook([]), "empty", ""),
    "the old form": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook", ""),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
                   + "EncryptedPackage".encode("utf-16-le"), "locked", ""),
    "another program's": (lambda: archive({"mimetype": "application/vnd.oasis", "content.xml": ""}),
                          "old_workbook", ""),
    "many parts": (lambda: archive({str(n): b"" for n in range(3000)}), "too_large", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what: str) -> None:
    make, fault, sheet = REFUSED[what]
    told = read_within_limits(make())
    assert (told.refused, told.sheet) == (fault, sheet)


def test_a_circle_of_sheets_is_refused() -> None:
    links = (
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../xl/workbook.xml"/>'
        '<Relationship Id="r2" Type="x/sharedStrings" Target="workbook.xml"/></Relationships>'
    )
    told = read_within_limits(by_hand("", **{"xl___rels__workbook.xml.rels": links}))
    assert told.refused == "empty"


def test_a_million_empty_rows_are_passed_over() -> None:
    row = f'<row r="1000002">{inline("A1000002", "Rania")}{inline("B1000002", "LB")}</row>'
    told = read_within_limits(by_hand(sheet_of(HEAD + '<row r="2"/>' * 1_000_000 + row)))
    assert told.names == ("Rania",)


def test_as_much_as_may_be_is_read() -> None:
    told = read_within_limits(long_attendees())
    assert len(told.names) == 19_999


def test_a_cell_at_the_far_end_takes_no_room() -> None:
    far = f'<row r="2">{inline("A2", "Rania")}{inline("XFD2", "far")}</row>'
    last = f'<row r="9999999">{inline("A9999999", "Karim")}</row>'
    assert read_within_limits(by_hand(sheet_of(HEAD + far + last))).names == ("Rania", "Karim")


def test_formulas_count_by_their_saved_result() -> None:
    saved = '<c r="A2" t="str"><f>CONCAT("Ra","nia")</f><v>Rania</v></c>'
    bare = '<c r="B2"><f>WEBSERVICE("http://example.org")</f></c><c r="C2" t="e"><v>#REF!</v></c>'
    told = read_within_limits(by_hand(sheet_of(f'{HEAD}<row r="2">{saved}{bare}</row>')))
    assert told.names == ("Rania",)
    assert told.faults == (("formula", "People", 2), ("formula", "People", 2))


def test_macros_and_links_to_elsewhere_are_not_looked_at() -> None:
    more: dict[str, bytes | str] = {
        "xl__vbaProject.bin": b"\xd0\xcf\x11\xe0 macro",
        "xl__externalLinks__externalLink1.xml": "<x>",
    }
    row = f'<row r="2">{inline("A2", "Rania")}</row>'
    assert read_within_limits(by_hand(sheet_of(HEAD + row), **more)).names == ("Rania",)


def test_merged_cells_are_told_with_their_place() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    told = read_within_limits(workbook([*ROWS, ["Karim", "", "", ""]], merge))
    assert told.faults == (("merged", "People", 2), ("missing", "People", 3))
    assert told.names == ("Rania Haddad", "Karim")


def test_text_that_is_no_table_is_refused() -> None:
    assert read_within_limits(b'"' + b"never closed;" * 100_000).refused == "unreadable_text"
    assert read_within_limits(b"\0\1\2\3" * 5000).refused == "not_a_table"
