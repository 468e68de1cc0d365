"""What was committed survives the sudden death of the process that committed it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.store import Store
from tests.matchmaking.builders import NOW

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import os, signal, sys
from datetime import UTC, datetime
from matchmaking.intents import Language
from matchmaking.people import Account
from storage.store import Store

store = Store.open(sys.argv[1], clock=lambda: datetime(2027, 4, 10, tzinfo=UTC))
for number in range(1, 51):
    account = Account(telegram_id=number, name=f"Person {number}")
    store.run_sync(lambda uow, now: uow.people.add(account, Language.AR))

def die(uow, now):
    uow.people.add(Account(telegram_id=51, name="Never"), Language.AR)
    os.kill(os.getpid(), signal.SIGKILL)

store.run_sync(die)
"""


@pytest.mark.processes
def test_what_was_committed_survives_a_kill(url: str) -> None:
    died = subprocess.run([sys.executable, "-c", PROGRAM, url], cwd=ROOT, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    store = Store.open(url, clock=lambda: NOW)
    known = store.run_sync(
        lambda uow, now: [n for n in range(1, 60) if uow.people.by_telegram(n) is not None]
    )
    store.close_sync()
    assert known == list(range(1, 51))
