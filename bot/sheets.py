"""Reads a file that was sent in a program of its own, so that nobody who talks has to wait.

Owns how that program is started, how long it may take, and what its end means. It is never given
the environment: no token, no database.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from handlers.files import Told
from matchmaking.sheets.problems import problem_as_json
from matchmaking.sheets.table import Fault, Problem

log = structlog.get_logger(__name__)

AT_ONCE = 2
"""Files read at the same time; others wait their turn."""

PATIENCE_S = 180.0
LONGEST_LINE = 200_000_000
"""Bytes of what comes back: 20,000 attendees with all that was read of them are 60 million."""

_HERE = Path(__file__).resolve().parents[1]


class SheetReader:
    """`handlers.files.Reader`."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def __call__(
        self, content: bytes, name: str, told: Told, *, zone: str = "UTC"
    ) -> Mapping[str, Any]:
        """What the file says; one that its reader cannot stand is refused as broken."""
        async with self._turns:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    read = await self._read(content, name, zone, told)
            except (TimeoutError, ValueError, OSError) as error:
                log.warning("a file could not be read", error=type(error).__name__)
                read = None
        return read or {
            "kind": "refused",
            "problem": problem_as_json(Problem(fault=Fault.BROKEN)),
        }

    async def _read(
        self, content: bytes, name: str, zone: str, told: Told
    ) -> Mapping[str, Any] | None:
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "matchmaking.sheets", name, zone,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_HERE,
            env={"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"},
            limit=LONGEST_LINE,
        )  # fmt: skip
        try:
            _, read = await asyncio.gather(_give(program, content), _take(program, told))
            return read
        finally:
            if program.returncode is None:
                program.kill()
            await program.wait()


async def _give(program: asyncio.subprocess.Process, content: bytes) -> None:
    stream = program.stdin
    if stream is None:
        return
    try:
        stream.write(content)
        await stream.drain()
        stream.close()
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has ended already, and says so on the other side


async def _take(program: asyncio.subprocess.Process, told: Told) -> Mapping[str, Any] | None:
    stream = program.stdout
    while stream is not None and (line := await stream.readline()):
        # What was read of a long list takes a moment to be taken in.
        value = await asyncio.to_thread(json.loads, line)
        if "done" not in value:
            read: Mapping[str, Any] = value
            return read
        await told(int(value["done"]), int(value["of"]))
    return None
