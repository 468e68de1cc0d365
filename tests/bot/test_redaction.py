"""The token is in nothing that is written: messages, values, tracebacks, other libraries' lines."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.courier.sender import Sender
from handlers.faces import Faces

TOKEN = "1:abc-short"
LONG = "987654321:AAG-another_token_of_telegrams-form_0"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log of a program that was set up, put back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    levels = {name: logging.getLogger(name).level for name in logs._QUIET}
    monkeypatch.setattr(logs, "redact", logs.Redactor())
    logs.redact.hide(TOKEN)
    out = io.StringIO()
    logs.set_up(stream=out)
    yield out
    logging.captureWarnings(False)
    root.handlers[:], root.level = before[0], before[1]
    sys.excepthook, threading.excepthook = before[2], before[3]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def secrets_in(out: io.StringIO) -> list[str]:
    return [s for s in (TOKEN, TOKEN.replace(":", "%3A"), LONG) if s in out.getvalue()]


def test_in_messages_values_and_tracebacks(written: io.StringIO) -> None:
    log = structlog.get_logger("bot")
    log.info(f"token {TOKEN}", url=f"https://x/bot{TOKEN}/getMe", deep={"list": [LONG]})
    try:
        raise ValueError(f"cannot reach https://x/bot{TOKEN}/sendMessage")
    except ValueError as error:
        log.error("failed", exc_info=error)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["token <token>", "failed"]
    assert lines[0]["deep"] == {"list": ["<token>"]}
    assert "ValueError: cannot reach https://x/bot<token>/sendMessage" in lines[1]["exception"]
    assert secrets_in(written) == []


def test_in_other_libraries_lines(written: io.StringIO) -> None:
    logging.getLogger("httpx").setLevel(logging.INFO)
    logging.getLogger("httpx").info("HTTP Request: POST https://x/bot%s/sendMessage", TOKEN)
    logging.getLogger("aiohttp.client").error("Cannot connect: https://x/bot1%3Aabc-short/getMe")
    events = [json.loads(line)["event"] for line in written.getvalue().splitlines()]
    assert events == [
        "HTTP Request: POST https://x/bot<token>/sendMessage",
        "Cannot connect: https://x/bot<token>/getMe",
    ]


def test_the_chatter_of_libraries_is_silenced(written: io.StringIO) -> None:
    for name in ("httpx", "aiogram.event", "apscheduler.executors.default", "aiohttp.access"):
        logging.getLogger(name).info("something ordinary")
    assert written.getvalue() == ""


def test_in_what_python_prints_of_an_exception_nobody_caught(written: io.StringIO) -> None:
    try:
        raise RuntimeError(f"{TOKEN} and {LONG}") from OSError(f"bot{TOKEN}")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)

    def fail() -> None:
        raise RuntimeError(TOKEN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert written.getvalue().count("RuntimeError: <token>") == 2
    assert secrets_in(written) == []


def test_in_the_sending_librarys_repr() -> None:
    sender = Sender(LONG, api_url="http://127.0.0.1:9", per_second=25, faces=Faces())
    assert LONG not in repr(sender._bot) + str(sender._bot)


def test_hours_and_ids_are_left_alone() -> None:
    text = "at 10:40, user 12345:7, https://t.me/bot?start=o_abcdefghijklmnopqrstuvwxyz"
    assert logs.Redactor()(text) == text
