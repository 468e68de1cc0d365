"""Refusals in Telegram's words. Owns how an error answer looks; knows nothing of who causes it."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A Bot API call that is answered with ``ok: false``.

    ``error_code`` is also the HTTP status. ``parameters`` is Telegram's ResponseParameters
    (``retry_after``), where it sends them.
    """

    def __init__(self, error_code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.error_code = error_code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Return the answer as Telegram words it: ok, error_code, description, parameters."""
        answer: Json = {
            "ok": False,
            "error_code": self.error_code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class NoSuch(LookupError):
    """The human door was asked for something that is not there (404)."""


class Wrong(ValueError):
    """The human door was asked for something that makes no sense (400)."""


def bad(words: str) -> Refused:
    """400 with "Bad Request: " before the words."""
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    """403 with "Forbidden: " before the words."""
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    """409 with "Conflict: " before the words."""
    return Refused(409, f"Conflict: {words}")


def too_many(retry_after: int) -> Refused:
    """429; ``retry_after`` in whole seconds."""
    words = f"Too Many Requests: retry after {retry_after}"
    return Refused(429, words, {"retry_after": retry_after})


def too_large() -> Refused:
    """413: an upload above the limit."""
    return Refused(413, "Request Entity Too Large")
