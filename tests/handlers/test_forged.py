"""Buttons that are somebody else's, or nobody's: answered kindly, and nothing is revealed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.tables import METADATA
from tests.handlers.chat import Phone, World
from tests.handlers.filled import filled
from tests.handlers.forging import buttons, content, every_button, every_command, ids_of
from tests.handlers.pairs import pair

pytestmark = pytest.mark.anyio

GONE = (
    "This button leads nowhere any more. "
    "Open your meetings or matches afresh with /meetings or /matches."
)
OUT_OF_DATE = "This is out of date: what it was about is there no more."
ONLY = (
    "Only organisers can do that. "
    "You lose nothing: your matches are in /matches, your meetings in /meetings."
)


OPEN: dict[str, str] = {
    "pgd": "the days of the programme are the same for everybody",
    "edg": "an edition is open to everybody who may join it",
}
"""Buttons with an id that everybody may tap, by prefix, and why."""

OWN = {"pause": "each time it says the contrary about whoever writes"}
"""Commands that read differently each time, and why."""

NEVER = 987654
"""An id that was never given."""


async def test_there_is_something_of_every_kind(world: World, tmp_path: Path) -> None:
    """What is missing is to be added to `tests.handlers.filled`."""
    await filled(world)
    rows = content(tmp_path / "multaqa.db")
    with_id = {table.name for table in METADATA.sorted_tables if "id" in table.c}
    assert {name for name in with_id if not rows[name]} == set()


async def test_somebody_elses_id_reads_like_one_that_never_was(
    world: World, tmp_path: Path
) -> None:
    """Every button with an id there is, every choice on it, every id of somebody else's, and those
    of whatever has gone: one answer, and nothing changes."""
    eve, _ = await filled(world)
    highest = _highest_id(tmp_path)
    for kind in every_button():
        if not ids_of(kind) or kind.__prefix__ in OPEN:
            continue
        before = _kept(tmp_path, eve)
        answers: dict[str, tuple[list[str], str]] = {}
        for number in (NEVER, *range(1, highest + 1)):
            for packed in buttons(kind, number=number):
                answer = await _answer(eve, packed)
                same = answers.setdefault(packed.replace(str(number), "#", 1), answer)
                assert answer == same, f"{packed} tells more than an id that never was"
                assert answer[0] == [ONLY] or answer[1] == OUT_OF_DATE or answer[0] == [GONE]
        assert _kept(tmp_path, eve) == before, f"{kind.__name__} changes something"


async def test_an_id_that_never_was_changes_nothing_for_an_organiser(
    world: World, tmp_path: Path
) -> None:
    _, owner = await filled(world)
    before = _kept(tmp_path, owner)
    for kind in every_button():
        for packed in buttons(kind, number=NEVER):
            if ids_of(kind):
                toasts, text = await _answer(owner, packed)
                assert "Ref." not in " ".join([*toasts, text]), packed
                assert _kept(tmp_path, owner) == before, packed


async def test_a_command_with_somebody_elses_id_reads_like_one_that_never_was(
    world: World, tmp_path: Path
) -> None:
    eve, _ = await filled(world)
    before = _kept(tmp_path, eve)
    for command in set(every_command()) - set(OWN):
        said = {
            (await eve.say(f"/{command} {payload}")).text
            for payload in ("1", "2", str(NEVER), "o_1", f"o_{NEVER}")[slice(*_payloads(command))]
        }
        assert len(said) == 1, command
    assert _kept(tmp_path, eve) == before


def _payloads(command: str) -> tuple[int, int | None]:
    """Which of the payloads are tried: a link's only where a link is opened."""
    return (3, None) if command == "start" else (0, 3)


async def _answer(phone: Phone, packed: str) -> tuple[list[str], str]:
    """What a tap on a card brings: the toast, and what the card has become."""
    told = len(phone.toasts)
    text = (await phone.tap_data(packed, phone.messages[0].message_id)).text
    return phone.toasts[told:], text


def _highest_id(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "multaqa.db")) as connection:
        (most,) = connection.execute(
            "SELECT max(seq) FROM sqlite_sequence WHERE name <> 'notice'"
        ).fetchone()
    return int(most)


def _kept(folder: Path, phone: Phone) -> object:
    """All that is stored, but where the chat of whoever taps stands."""
    rows = content(folder / "multaqa.db")
    rows["conversation"] = [row for row in rows["conversation"] if phone.user.id not in row]
    own = {row[0] for row in rows["person"] if phone.user.id in row}
    rows["agenda_message"] = [row for row in rows["agenda_message"] if row[0] not in own]
    return rows


@pytest.mark.parametrize("data", ["", "x", "mc", "mc:-1", "mc:99999999999999999999", "go:there:0",
                                  "tp:nothing.such", "co:XX:", "co:FR:Mars/Base", "la:de",
                                  "sw:what:1", "pa:1:never", "ac:1:99999999999"])  # fmt: skip
async def test_a_forged_button_is_answered_kindly(world: World, data: str) -> None:
    rania, _ = await pair(world)
    await rania.tap_data(data or " ", rania.last.message_id)
    assert rania.toasts == [*rania.toasts[:-1], GONE]
