"""The programs as processes: what they print, and their exit codes."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.processes


def multaqa(
    *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    clean = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        env=clean | environment,
        timeout=60,
        check=False,
    )


def test_a_bad_token_is_one_line_and_exit_2() -> None:
    run = multaqa("run", BOT_TOKEN="bad")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.decode().splitlines() == [
        "multaqa: BOT_TOKEN: this is no bot token; one looks like 123456:ABC-DEF…, and @BotFather "
        "gives it"
    ]


def test_no_token_is_one_line_and_exit_2() -> None:
    run = multaqa("run", BOT_TOKEN="")
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)


def test_a_webhook_without_its_secret_is_refused() -> None:
    run = multaqa("run", BOT_TOKEN="1:abc", WEBHOOK_URL="https://bot.example.org/hook")
    assert run.returncode == 2
    assert run.stderr.decode().splitlines() == [
        "multaqa: WEBHOOK_SECRET: needed with WEBHOOK_URL, or anybody could send us updates"
    ]


def test_a_server_that_is_not_there_is_one_line_and_no_token(tmp_path: Path) -> None:
    token = "1:nobody-may-read-this-token"
    run = multaqa(
        "run", BOT_TOKEN=token, TELEGRAM_API_URL="http://127.0.0.1:9", DATA_DIR=str(tmp_path)
    )
    lines = run.stderr.decode().splitlines()
    assert (run.returncode, lines[-1]) == (1, "multaqa: http://127.0.0.1:9 cannot be reached")
    assert token not in run.stderr.decode() + run.stdout.decode()


def test_a_database_that_cannot_be_is_one_line(tmp_path: Path) -> None:
    run = multaqa("migrate", DATABASE_URL="mongodb://x/y", DATA_DIR=str(tmp_path))
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)


def test_migrate_and_import(tmp_path: Path) -> None:
    assert multaqa("migrate", DATA_DIR=str(tmp_path)).returncode == 0
    event = "examples/techdays/event.toml"
    run = multaqa("import", event, DATA_DIR=str(tmp_path))
    assert run.returncode == 0
    assert run.stdout.decode().startswith("techdays: 2 days, ")
    bad = tmp_path / "bad.toml"
    bad.write_text("code = 1", encoding="utf-8")
    run = multaqa("import", str(bad), DATA_DIR=str(tmp_path))
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)


def test_check_says_what_is_wrong_and_exits_1(tmp_path: Path) -> None:
    run = multaqa(
        "check",
        BOT_TOKEN="1:nobody-may-read-this-token",
        TELEGRAM_API_URL="http://127.0.0.1:9",
        DATA_DIR=str(tmp_path / "data"),
        EVENT_FILE="nowhere.toml",
        REDIS_URL="redis://127.0.0.1:9/0",
    )
    lines = run.stdout.decode().splitlines()
    wrong = [line.split(":")[0] for line in lines if line.startswith("WRONG")]
    assert (run.returncode, wrong) == (
        1,
        ["WRONG  Telegram", "WRONG  REDIS_URL", "WRONG  event file"],
    )
    assert not (tmp_path / "data").exists()
    assert run.stderr == b""


def test_check_names_the_rules_of_clocks_and_whether_what_was_agreed_matches(
    tmp_path: Path,
) -> None:
    run = multaqa("import", "examples/techdays/event.toml", DATA_DIR=str(tmp_path))
    assert run.returncode == 0
    right = next(line for line in checked(tmp_path) if "clock changes" in line)
    assert right.startswith("ok     clock changes: by the rules ")
    assert right.endswith("; what was agreed stands at its hour")
    file = next(tmp_path.glob("*.sqlite3"), None) or next(tmp_path.glob("*.db"))
    with closing(sqlite3.connect(file)) as database:
        ((clock,),) = database.execute("SELECT clock FROM event").fetchall()
        later = [[since, seconds + 3600] for since, seconds in json.loads(clock)]
        database.execute("UPDATE event SET clock = ?", [json.dumps(later)])
        database.commit()
    wrong = next(line for line in checked(tmp_path) if "clock changes" in line)
    assert wrong.startswith("WRONG  clock changes: by the rules ")
    assert "start the bot again" in wrong


def checked(folder: Path) -> list[str]:
    run = multaqa(
        "check", BOT_TOKEN="1:x", TELEGRAM_API_URL="http://127.0.0.1:9", DATA_DIR=str(folder)
    )
    return run.stdout.decode().splitlines()


def test_read_answers_lines_and_names_a_bad_one() -> None:
    run = multaqa("read", "--jsonl", stdin=b'{"id": 1, "text": "hello"}\n{"id": 2\n')
    assert run.returncode == 2
    assert len(run.stdout.splitlines()) == 1
    assert run.stderr.decode().startswith("multaqa: line 2: not JSON")
    assert len(run.stderr.splitlines()) == 1


def test_a_command_that_is_none() -> None:
    assert multaqa("dance").returncode == 2


def test_report_and_export_at_the_terminal(tmp_path: Path) -> None:
    """A file of each kind, and one clear line where there is nothing to take or no such form."""
    data = str(tmp_path)
    nothing = multaqa("export", "attendees", DATA_DIR=data)
    said = "multaqa: there is no event yet: import one"
    assert (nothing.returncode, nothing.stderr.decode().splitlines()[-1]) == (2, said)
    assert multaqa("import", "examples/techdays/event.toml", DATA_DIR=data).returncode == 0
    shown = multaqa("report", "--lang", "fr", DATA_DIR=data)
    assert (shown.returncode, "       0  Participent" in shown.stdout.decode()) == (0, True)
    for name in ("people.csv", "people.xlsx"):
        taken = multaqa("export", "attendees", "--to", str(tmp_path / name), DATA_DIR=data)
        assert (taken.returncode, (tmp_path / name).exists()) == (0, True)
    assert multaqa("export", "attendees", "--to", "people.pdf", DATA_DIR=data).returncode == 2


def test_what_sends_nothing_does_not_wait_for_telegram_s_types() -> None:
    """They take seconds, and who types `report` waits for them."""
    imports = "import sys, bot.bringing, bot.takeaway, bot.reading; print('aiogram' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", imports], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "False\n"
