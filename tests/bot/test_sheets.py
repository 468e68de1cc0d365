"""A file is read by a program of its own: told as it goes, and whoever talks does not wait."""

import asyncio
import time

import pytest

from bot.sheets import SheetReader

pytestmark = pytest.mark.anyio

HEAD = "Name;Organisation;Country;Seeks;Offers\n"


def long_list(rows: int) -> bytes:
    return (
        HEAD
        + "".join(
            f"Person {n};House {n};TN;distributors for olive oil in France;"
            f"organic olive oil and dates in bulk, batch {n}\n"
            for n in range(rows)
        )
    ).encode()


async def test_a_long_list_is_read_while_others_talk() -> None:
    told: list[tuple[int, int]] = []
    waits: list[float] = []

    async def tell(done: int, of: int) -> None:
        told.append((done, of))

    async def talk() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.005)
            waits.append(time.perf_counter() - begun - 0.005)

    talking = asyncio.get_running_loop().create_task(talk())
    read = await SheetReader()(long_list(1500), "list.csv", tell)
    talking.cancel()
    assert len(read["rows"]) == 1500
    assert all(row["intents"] for row in read["rows"])
    assert told[0] == (0, 1500)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) == 6
    waits.sort()
    assert waits[len(waits) // 2] < 0.02


async def test_a_hostile_file_is_refused_from_afar() -> None:
    async def tell(done: int, of: int) -> None:
        raise AssertionError("nothing to tell")

    read = await SheetReader()(b"\x89PNG\r\n\x1a\n" + b"\0" * 999, "photo.xlsx", tell)
    assert (read["kind"], read["problem"]["fault"]) == ("refused", "not_a_table")
