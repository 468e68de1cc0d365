"""What the program writes about itself, and the promise that the token is never in it.

Owns the log's form (lines for a person on a terminal, JSON for a machine otherwise, always on
stderr) and the redaction. Everything that is written passes one function last, after its text
is complete: messages, values, tracebacks, other libraries' lines (httpx writes whole URLs) and
what Python itself prints about an exception that nobody caught.
"""

import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

REDACTED = "<token>"

_ANY_TOKEN = re.compile(r"\b\d{1,20}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
"""What looks like a token of Telegram's, whoever it belongs to."""

_QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiogram": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "apscheduler": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    # Its rate limiter writes a traceback for each 429, which the courier deals with by itself.
    "telegram": logging.CRITICAL,
}


class Redactor:
    """Takes secrets out of texts."""

    def __init__(self) -> None:
        self._secrets: tuple[str, ...] = ()

    def hide(self, *secrets: str) -> None:
        """Adds secrets that must never be written, in the forms in which a URL carries them."""
        forms = {form for s in secrets if s for form in (s, s.replace(":", "%3A"))}
        self._secrets = tuple(sorted({*self._secrets, *forms}, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """The text without them."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return _ANY_TOKEN.sub(REDACTED, text)


redact = Redactor()
"""The program's own: secrets are added as they are read."""


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def set_up(*, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Directs all logging to `stream` (stderr), redacted."""
    out = stream or sys.stderr
    human = out.isatty()
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        _RedactingFormatter(
            foreign_pre_chain=_shared(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(human),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, level))
    logging.captureWarnings(True)
    guard(out)


def guard(stream: TextIO | None = None) -> None:
    """Redacts what Python prints about exceptions that nobody caught, in any thread."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        lines = "".join(traceback.format_exception(kind, error, trace))
        (stream or sys.stderr).write(redact(lines))

    def thread_hook(failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None:
            hook(failure.exc_type, failure.exc_value, failure.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = thread_hook


def _shared() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        redact_values,
    ]


def _rendering(human: bool) -> list[Any]:
    if human:
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def redact_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Redacts the texts of an event, so that no other handler ever sees a secret in them."""
    return {k: redact(v) if isinstance(v, str) else v for k, v in event.items()}
