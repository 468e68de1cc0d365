"""The soak of `bench.kills`, in small: a handful of people, offers and kills."""

import asyncio
from pathlib import Path

import pytest

from bench.kills import soak

pytestmark = pytest.mark.processes


def test_whatever_was_agreed_is_told_once_through_many_kills(tmp_path: Path) -> None:
    judged = asyncio.run(soak(tmp_path, people=6, offers=6, kills=4, seed_=11))
    assert judged.problems == ()
    assert judged.kills >= 4
    assert judged.answered == 6
    assert judged.told > 0
