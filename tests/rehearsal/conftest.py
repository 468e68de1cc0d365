"""A rehearsal on a free port, in the test's own process."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from rehearsal.server import Rehearsal
from tests.rehearsal.doors import TOKEN, Doors


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def rehearsal(anyio_backend: str) -> AsyncIterator[Rehearsal]:
    async with Rehearsal(token=TOKEN, username="multaqa_test_bot", name="Test") as running:
        yield running


@pytest.fixture
async def doors(rehearsal: Rehearsal) -> AsyncIterator[Doors]:
    async with aiohttp.ClientSession() as http:
        yield Doors(rehearsal=rehearsal, http=http)
