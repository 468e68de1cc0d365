"""Files for tests: workbooks as spreadsheet programs write them, and as nobody should."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

ROWS = [
    ["Name", "Organisation", "Country", "Seeks"],
    ["Rania Haddad", "Coop des Oliviers", "Lebanon", "distributors in France"],
    ["أمل بن سالم", "معصرة الساحل", "تونس", "معدّات للريّ"],
]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(
    rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], None] | None = None
) -> bytes:
    """A workbook of one sheet, perhaps changed before it is written."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "People"
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def by_hand(sheet: bytes | str, **more: bytes | str) -> bytes:
    """A workbook whose one sheet is this XML."""
    parts: dict[str, bytes | str] = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    return archive(parts | {name.replace("__", "/"): content for name, content in more.items()})


def sheet_of(data: str) -> str:
    """The XML of a sheet with this in its data."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'


def inline(reference: str, text: str) -> str:
    """A cell with its text in itself."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{inline("A1", "Name")}{inline("B1", "Country")}</row>'
