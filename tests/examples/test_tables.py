"""The example's tables say what its other files say."""

from matchmaking.eventfile import load_event, read_event
from matchmaking.plan_changes import changes
from matchmaking.sheets.event import event_table
from matchmaking.sheets.people import read_people
from matchmaking.sheets.workbook import read_workbook
from tests.examples.make_tables import FOLDER, attendees_csv


def test_the_list_is_that_of_the_example() -> None:
    content = (FOLDER / "attendees.csv").read_bytes()
    assert content == attendees_csv()
    table = read_people(content)
    assert (len(table.rows), table.problems, table.unknown) == (240, (), ())


def test_the_workbook_is_that_of_the_example() -> None:
    read = event_table(read_workbook((FOLDER / "event.xlsx").read_bytes()))
    assert read.problems == []
    assert changes(load_event(FOLDER / "event.toml"), read_event(read.table)) == ()
