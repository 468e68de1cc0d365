"""`rehearse` as a process: two programs started, watched and ended together."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the child processes in /proc"),
]


@contextmanager
def rehearsing(data: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    ours = {"BOT_TOKEN", "DATABASE_URL", "DATA_DIR", "TELEGRAM_API_URL", "CLOCK_URL", "EVENT_FILE"}
    with (data.parent / "stderr").open("w") as stderr:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "bot",
                "rehearse",
                "--port",
                "0",
                "--data",
                str(data),
                *arguments,
            ],
            cwd=ROOT,
            env={key: value for key, value in os.environ.items() if key not in ours},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def lines_until(stream: IO[str] | None, word: str) -> list[list[str]]:
    """The printed lines up to the first that begins with `word`, each as words."""
    assert stream is not None
    lines: list[list[str]] = []
    for line in stream:
        lines.append(line.split())
        if lines[-1][0] == word:
            return lines
    raise AssertionError(f"no line {word!r}: {lines}")


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def children(process: subprocess.Popen[str]) -> dict[str, int]:
    """The process ids of the two programs, by the module each runs."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    command = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in found}
    return {words[2]: int(pid) for pid, words in command.items()}


def test_from_the_first_line_to_the_last(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "multaqa.sqlite3").write_text("left over from another rehearsal")
    with rehearsing(data, "--cast", "0") as process:
        printed = lines_until(process.stdout, "ready")
        assert [line[0] for line in printed] == ["organiser", "ready"]
        url = printed[1][1]
        clock = datetime.fromisoformat(get(f"{url}/api/clock")["now"])
        local = clock.astimezone(ZoneInfo("Africa/Tunis"))
        assert (local.isoformat()[:13], local.minute < 5) == ("2027-04-10T09", True)
        hints = get(f"{url}/api/hints")
        assert [(hint["title"], hint["url"]) for hint in hints] == [
            ("Become the organiser", printed[0][1])
        ]

        with urllib.request.urlopen(f"{url}/api/stream", timeout=60) as stream:
            os.kill(children(process)["bot"], signal.SIGKILL)
            assert any(b"event: commands" in line and introduced_twice(url) for line in stream)
        assert get(f"{url}/api/hints") == hints

        programs = children(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert [pid for pid in programs.values() if Path(f"/proc/{pid}").exists()] == []
        assert process.stdout is not None
        assert process.stdout.read() == ""
    assert "the bot ended (exit code -9); it is started again" in (tmp_path / "stderr").read_text()


def introduced_twice(url: str) -> bool:
    """Whether a second bot has greeted the simulator and told its commands."""
    methods = [call["method"] for call in get(f"{url}/api/calls")]
    seconds = [place for place, method in enumerate(methods) if method == "getMe"][1:]
    return any("setMyCommands" in methods[place:] for place in seconds)


def test_an_event_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "EVENT_FILE": "nowhere.toml"}
    run = subprocess.run(
        [sys.executable, "-m", "bot", "rehearse", "--port", "0", "--data", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.splitlines()) == 1
