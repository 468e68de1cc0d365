"""What the tests of the roof share."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
