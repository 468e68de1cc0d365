"""An attendee list at the terminal: the same tables as in the chat, one line for what is wrong."""

from pathlib import Path

import pytest

from bot.attendee_list import load
from bot.trouble import Trouble
from tests.sheets.files import ROWS, workbook


def test_tables_and_json_lines_read_alike(tmp_path: Path) -> None:
    lists = {
        "people.csv": "Identifiant;Nom complet;Pays;Rôle;Recherche\n7;Rania;Liban;PME;huile\n",
        "people.jsonl": '{"id":"7","lang":"en","name":"Rania","country":"LB","role":"sme",'
        '"seeks":"huile"}\n',
    }
    rows = []
    for name, content in lists.items():
        (tmp_path / name).write_text(content, "utf-8")
        rows += load(tmp_path / name)
    assert rows[0] == rows[1]


def test_a_workbook_is_numbered_by_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(workbook(ROWS))
    assert [row.id for row in load(path)] == ["2", "3"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Name,Country\nRania,Atlantis\n", "line 2, column B (Country): 'Atlantis' is not known"),
        ("Name,Country\n,LB\n", "line 2, column A (Name): empty"),
        ("1,2\n3,4\n", "line 1: no row names the columns"),
        ("", "nothing is written in it"),
    ],
)
def test_the_first_fault_is_one_line(tmp_path: Path, content: str, line: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(Trouble, match=line.replace("(", r"\(").replace(")", r"\)")):
        load(path)
