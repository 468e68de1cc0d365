"""The real programs as processes of their own, started and killed by tests."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0


class Program:
    """A running `python -m …`, whose printed lines are read as they come."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**_clean_environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.printed: list[str] = []
        self.logged: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read, args=(stream, kept, told), daemon=True)
            for stream, kept, told in (
                (self.process.stdout, self.printed, True),
                (self.process.stderr, self.logged, False),
            )
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str], kept: list[str], told: bool) -> None:
        with stream:
            for line in stream:
                kept.append(line.rstrip("\n"))
                if told:
                    self._lines.put(kept[-1])

    def await_line(self, start: str) -> str:
        """The next printed line that begins with `start`, without it."""
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"no line {start!r} came: {self.logged[-20:]}") from None
            if line.startswith(start):
                return line.removeprefix(start).strip()

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        self.process.kill()
        self._ended()

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def _ended(self) -> int:
        code = self.process.wait(timeout=PATIENCE)
        for reader in self._readers:
            reader.join(timeout=PATIENCE)
        return code


def _clean_environment() -> dict[str, str]:
    ours = {"BOT_TOKEN", "DATABASE_URL", "DATA_DIR", "TELEGRAM_API_URL", "CLOCK_URL", "EVENT_FILE"}
    return {key: value for key, value in os.environ.items() if key not in ours}


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Program]:
    program = Program(*arguments, **environment)
    try:
        yield program
    finally:
        program.kill()
