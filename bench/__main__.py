"""Prints the figures: the real conversation beside a bare aiogram echo, in the same run.

Each bot has a simulator of its own, all in processes of their own; the two bots take turns, so
that a machine that slows down slows both. Medians of the rounds are printed. The people of all
rounds stay, so that the conversation's later guests are matched with some hundreds.
"""

import argparse
import json
import math
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.ports import SECRET, TOKEN, free_port

ROOT = Path(__file__).resolve().parent.parent


def start(
    *arguments: str, pipes: int = subprocess.DEVNULL, settings: Mapping[str, str] | None = None
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=os.environ | dict(settings or {}),
        stdin=pipes,
        stdout=pipes,
        text=True,
    )


def start_bot(bot: str, api: str, mode: str, folder: str) -> "subprocess.Popen[str]":
    port = free_port()
    if bot == "echo":
        hook = ["--webhook-port", str(port)] if mode == "webhook" else []
        return start("bench.echo", "--api", api, *hook)
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api, "DATA_DIR": folder}
    if mode == "webhook":
        settings |= {
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "WEBHOOK_SECRET": SECRET,
            "WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        }
    return start("bot", "run", settings=settings)


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round showed. `cpu_s` is the bot's processor time during it, None where the
    system does not tell; `waits` are seconds from an update to its answer."""

    updates: int
    seconds: float
    cpu_s: float | None
    waits: Sequence[float]

    @property
    def rate(self) -> float:
        """Updates a second."""
        return self.updates / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of processor time an update."""
        return math.nan if self.cpu_s is None else 1000 * self.cpu_s / self.updates


class Pair:
    """A bot and its simulator."""

    def __init__(self, bot: str, mode: str, ends: ExitStack) -> None:
        script = "small_talk" if bot == "echo" else "conversation"
        self._stage = start("bench.stage", "--script", script, pipes=subprocess.PIPE)
        ends.callback(_end, self._stage)
        api = self._heard().split()[1]
        folder = ends.enter_context(tempfile.TemporaryDirectory())
        self._bot = start_bot(bot, api, mode, folder)
        ends.callback(_end, self._bot)

    def ready(self) -> None:
        """Waits until the first people are through."""
        self._heard()

    def play(self, guests: int, *, rate: float | None = None) -> Round:
        """One round."""
        assert self._stage.stdin is not None
        before = processor_time(self._bot.pid)
        self._stage.stdin.write(json.dumps({"guests": guests, "rate": rate}) + "\n")
        self._stage.stdin.flush()
        figures: dict[str, Any] = json.loads(self._heard())
        after = processor_time(self._bot.pid)
        return Round(
            updates=figures["updates"],
            seconds=figures["seconds"],
            cpu_s=None if before is None or after is None else after - before,
            waits=figures["latencies"],
        )

    def _heard(self) -> str:
        assert self._stage.stdout is not None
        line = self._stage.stdout.readline()
        if not line:
            raise SystemExit("the stage gave up")
        return line


def _end(program: "subprocess.Popen[str]") -> None:
    program.terminate()
    try:
        program.wait(timeout=5)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def processor_time(pid: int) -> float | None:
    """Seconds of processor time of a process so far, where Linux tells (proc(5), `stat`)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


NAMES = {"echo": "bare aiogram echo", "multaqa": "Multaqa's conversation"}


def measure(mode: str, *, rounds: int, guests: int, rate: float | None = None) -> None:
    """Throughput and, with a rate, how long people wait at that rate."""
    with ExitStack() as ends:
        pairs = {bot: Pair(bot, mode, ends) for bot in NAMES}
        for pair in pairs.values():
            pair.ready()
        played = [{bot: pair.play(guests) for bot, pair in pairs.items()} for _ in range(rounds)]
        print_throughput(mode, played)
        if rate is None:
            return
        print(f"{mode}: from an update to its answer, at {rate:.0f} updates/s")
        for bot, pair in pairs.items():
            waits = pair.play(guests, rate=rate).waits
            print(
                f"  {NAMES[bot]:24}{percentile(waits, 0.5) * 1000:6.0f} ms median "
                f"{percentile(waits, 0.99) * 1000:6.0f} ms p99 "
                f"{max(waits) * 1000:6.0f} ms the worst of {len(waits)}",
                flush=True,
            )


def print_throughput(mode: str, played: Sequence[Mapping[str, Round]]) -> None:
    """The medians. The ratio is the median of the rounds' own, since the two bots of a round
    shared the machine's moods."""
    print(f"{mode}: medians of {len(played)} rounds of {played[0]['echo'].updates} updates")
    for bot, name in NAMES.items():
        rate = statistics.median(one[bot].rate for one in played)
        cost = statistics.median(one[bot].cost for one in played)
        print(f"  {name:24}{rate:6.0f} updates/s {cost:8.2f} ms of processor time an update")
    ratio = statistics.median(one["multaqa"].rate / one["echo"].rate for one in played)
    print(f"  ratio of the rates      {ratio:6.2f}", flush=True)


def versions() -> str:
    """What was measured, and on what."""
    parts = [f"{name} {version(name)}" for name in ("aiogram", "aiohttp", "pydantic", "SQLAlchemy")]
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    lite = f"SQLite {sqlite3.sqlite_version}"
    return ", ".join([f"Python {platform.python_version()}", *parts, lite, machine])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--guests", type=int, default=80, help="people in a round, 13 updates each")
    options = parser.parse_args()
    print(versions(), flush=True)
    for mode, rate in (("webhook", 50.0), ("polling", None)):
        measure(mode, rounds=options.rounds, guests=options.guests, rate=rate)


if __name__ == "__main__":
    main()
