"""An attendee list is read whatever program wrote it, and its faults are named by place."""

from datetime import date, datetime, time

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from matchmaking.intents import Language, Role
from matchmaking.sheets.decoding import decode
from matchmaking.sheets.people import read_people
from matchmaking.sheets.table import BadTable, Fault, letters
from matchmaking.sheets.workbook import read_workbook
from tests.sheets.files import ROWS, workbook

FRENCH = (
    "Nom;Prénom;Société;Pays;Rôle;Langue;Recherche;Propose\r\n"
    "Ben Salem;Zoé;Café d'Été;Tunisie;Jeune pousse;Français;des distributeurs à l'étranger;"
    "du café torréfié\r\n"
    "N'DIAYE;ÉLODIE;Œuvres & Cie;Algérie;PME;fr;;\r\n"
)
ARABIC = (
    "الاسم الكامل;الجهة;البلد;الصفة;اللغة;يبحث عن\r\n"
    "أمل بن سالم;معصرة الساحل;تونس;شركة ناشئة;العربية;معدّات للريّ بالتنقيط\r\n"
    "كريم حدّاد;تعاونية الزيتون;لبنان;باحث;عربي;موزّعين في فرنسا\r\n"
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", [*ENCODINGS, "cp1252", "cp1256", "latin-1"])
def test_french_is_read_in_any_encoding(encoding: str) -> None:
    said = FRENCH.replace("Œ", "Oe") if encoding == "latin-1" else FRENCH
    said = said.replace("É", "E") if encoding == "cp1256" else said  # not in that code page
    table = read_people(said.encode(encoding))
    assert table.problems == ()
    zoe = table.rows[0]
    assert zoe.name == "Zoé Ben Salem"
    assert zoe.organisation.startswith("Café d'")
    assert (zoe.country, zoe.role, zoe.lang) == ("TN", Role.STARTUP, Language.FR)
    assert zoe.offers == "du café torréfié"


@pytest.mark.parametrize("encoding", [*ENCODINGS, "cp1256"])
def test_arabic_is_read_in_any_encoding(encoding: str) -> None:
    table = read_people(ARABIC.encode(encoding))
    assert table.problems == ()
    assert [row.name for row in table.rows] == ["أمل بن سالم", "كريم حدّاد"]
    assert [row.country for row in table.rows] == ["TN", "LB"]
    assert [row.role for row in table.rows] == [Role.STARTUP, Role.RESEARCHER]


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Élodie;À l'école;Hôtel-Dieu;Noël;créée;ÉTÉ", "cp1252"),
        ("Muñoz;São Paulo;Müller;Ångström", "cp1252"),
        ("تونس;القاهرة", "cp1256"),
        ("Name;الاسم;Société générale", "cp1256"),
        ("François;Benoît", "cp1252"),
    ],
)
def test_code_pages_are_told_apart_by_their_words(text: str, page: str) -> None:
    assert decode(text.encode(page)) == text


def test_one_broken_letter_does_not_lose_the_file() -> None:
    content = ARABIC.encode() * 3
    assert decode(content[:90] + b"\xff" + content[90:]).count("\ufffd") <= 3


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_separator_and_any_order_of_columns(separator: str) -> None:
    head = separator.join(["Seeks", "Country", "Full name", "Shoe size", "Company"])
    row = separator.join(['"oil; olives, ""bio""\nand\tmore | so"', "FR", "Zoé", "39", "Été"])
    table = read_people(f"\n{head}\n\n{row}\n".encode())
    (one,) = table.rows
    assert (one.row, one.name, one.organisation, one.country) == (4, "Zoé", "Été", "FR")
    assert one.seeks == 'oil; olives, "bio"\nand\tmore | so'
    assert table.unknown == ("Shoe size",)


def test_a_line_for_spreadsheet_programs_and_a_title_are_passed_over() -> None:
    table = read_people(b"sep=;\nOur attendees 2027;;\nName;Email;Code\nRania;R@X.org;7\n")
    assert [(row.row, row.email, row.code) for row in table.rows] == [(4, "r@x.org", "7")]


def test_a_workbook_reads_as_it_looks() -> None:
    table = read_people(workbook(ROWS))
    assert [(row.name, row.country, row.seeks) for row in table.rows] == [
        ("Rania Haddad", "LB", "distributors in France"),
        ("أمل بن سالم", "TN", "معدّات للريّ"),
    ]


def test_numbers_dates_and_truth_become_text() -> None:
    moment = datetime(2027, 4, 13, 8, 30)  # noqa: DTZ001 - a wall time in a sheet
    values = [12, 0.5, 1e20, moment, date(2027, 4, 13), time(8, 30), True, "=1+1", "  ", None]
    (sheet,) = read_workbook(workbook([values, [1900]]))
    assert list(sheet.lines[0].cells.values()) == [
        "12", "0.5", "1e+20", "2027-04-13T08:30:00", "2027-04-13", "08:30:00", "true",
    ]  # fmt: skip
    (formula,) = sheet.problems
    assert (formula.fault, formula.place.row, formula.place.column) == (Fault.FORMULA, 1, 8)


def test_problems_are_named_by_row_and_column() -> None:
    head = "Name,E-mail,Country,Role,Speaks,Offers\n"
    rows = (
        "Rania,not an address,Atlantis,wizard,French and Klingon," + "x" * 800 + "\n"
        ",a@b.org,TN,SME,,\n"
        "Karim,k@b.org,TN,SME,ar fr,\n"
        "Karim K.,k@b.org,TN,SME,,\n"
    )
    table = read_people((head + rows).encode())
    told = [(p.fault, p.place.row, letters(p.place.column), p.fatal) for p in table.problems]
    assert told == [
        (Fault.BAD_EMAIL, 2, "B", False),
        (Fault.UNKNOWN_WORD, 2, "C", False),
        (Fault.UNKNOWN_WORD, 2, "D", False),
        (Fault.UNKNOWN_WORD, 2, "E", False),
        (Fault.TOO_LONG, 2, "F", False),
        (Fault.MISSING, 3, "A", True),
        (Fault.TWICE, 5, "B", True),
    ]
    assert [row.name for row in table.rows] == ["Rania", "Karim"]
    assert table.rows[0].speaks == ("fr",)
    assert table.rows[1].speaks == ("ar", "fr")
    assert table.problems[-1].data == {"row": 4}
    assert table.problems[1].place.head == "Country"


def test_colleagues_with_one_address_are_two_when_their_codes_differ() -> None:
    table = read_people(b"Code;Name;Email\n1;Rania;info@x.org\n2;Karim;info@x.org\n")
    assert len(table.rows) == 2


def test_merged_cells_are_told() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")

    table = read_people(workbook(ROWS, merge))
    (problem,) = table.problems
    assert (problem.fault, problem.data, problem.fatal) == (Fault.MERGED, {"cells": "B2:B3"}, False)


@pytest.mark.parametrize("content", [b"Hello;there\n1;2\n", b"Name\nRania\n"])
def test_a_table_without_names_of_columns_is_refused(content: bytes) -> None:
    with pytest.raises(BadTable) as refused:
        read_people(content)
    assert refused.value.problem.fault is Fault.NO_HEAD


def test_twenty_thousand_rows_are_the_most() -> None:
    content = b"Name;Country\n" + b"Rania;LB\n" * 20_000
    with pytest.raises(BadTable) as refused:
        read_people(content)
    assert refused.value.problem.place.row == 20_001


@pytest.mark.parametrize(
    "heads",
    [
        "Name,Cluster,Manages cluster",
        "Nom,Membre de la grappe,Anime la grappe",
        "الاسم,عضو في تجمّع,يدير التجمّع",
        "Nom,Pôle,Responsable du cluster",
    ],
)
def test_a_list_says_who_belongs_to_which_cluster_and_who_looks_after_it(heads: str) -> None:
    table = read_people(f"{heads}\nAya, القوس الأزرق ,\nKarim,,Blue Arc\n".encode())
    assert (table.problems, table.unknown) == ((), ())
    assert [(row.cluster, row.manages) for row in table.rows] == [
        ("القوس الأزرق", ""),
        ("", "Blue Arc"),
    ]
