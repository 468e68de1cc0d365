"""Trouble on request: errors, cut connections and delays for the next calls of a method.

A fault is ``{"method", "times", …}`` with one or more of:

* ``error_code``: the call is refused with it, and not carried out (``retry_after`` with 429,
  ``description`` for other words than Telegram's usual ones);
* ``drop``: the connection is cut without an answer;
* ``delay_s``: real seconds to wait.

``when`` says on which side of the call a drop or a delay happens: ``"before"`` (the default: a
dropped call is not carried out) or ``"after"`` (it is, and only the answer is lost). ``method``
is a method's name or ``*``; ``chat_id`` limits the fault to one chat; ``times`` is 1 by default.
"""

from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from rehearsal.errors import Json, Refused, Wrong

_LARGEST: Final = 10**15
_WORDS: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with a call."""

    id: int
    method: str
    chat_id: int | None
    error: Refused | None
    drop: bool
    delay_s: float
    after: bool

    def words(self) -> str:
        """Return the fault in short, for the call log."""
        side = " after the call" if self.after else ""
        parts = [str(self.error.error_code)] if self.error else []
        parts += [f"delayed {self.delay_s:g} s{side}"] if self.delay_s else []
        parts += [f"dropped{side}"] if self.drop else []
        return ", ".join(parts)


class Faults:
    """The faults that are still to happen, oldest first."""

    def __init__(self) -> None:
        self._left: dict[int, tuple[Fault, int, Json]] = {}
        self._ids = count(1)

    def add(self, wish: Json) -> Json:
        """Arm a fault; raises Wrong. Returns it with its id."""
        times = _number(wish.get("times", 1), "times")
        fault = _read(next(self._ids), wish)
        if times < 1:
            raise Wrong("times is at least 1")
        self._left[fault.id] = (fault, int(times), wish)
        return {"id": fault.id} | wish | {"times": int(times)}

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._left.clear()

    def shown(self) -> list[Json]:
        """Return what is still to happen."""
        return [
            {"id": fault.id} | wish | {"times": times} for fault, times, wish in self._left.values()
        ]

    def take(self, method: str, chat_id: Any) -> Fault | None:
        """Return the fault that this call meets (method in lower case), and count it."""
        if not self._left:
            return None
        for fault, times, wish in self._left.values():
            here = fault.chat_id is None or str(fault.chat_id) == str(chat_id)
            if fault.method in ("*", method) and here:
                if times > 1:
                    self._left[fault.id] = (fault, times - 1, wish)
                else:
                    del self._left[fault.id]
                return fault
        return None


def _read(fault_id: int, wish: Json) -> Fault:
    if not isinstance(wish.get("method"), str):
        raise Wrong('a fault needs its method, or "*"')
    if not any(wish.get(key) for key in ("error_code", "drop", "delay_s")):
        raise Wrong("a fault needs error_code, drop or delay_s")
    if wish.get("when", "before") not in ("before", "after"):
        raise Wrong('when is "before" or "after"')
    if _number(wish.get("delay_s") or 0, "delay_s") < 0:
        raise Wrong("delay_s is not negative")
    chat_id = wish.get("chat_id")
    return Fault(
        id=fault_id,
        method=wish["method"].lower(),
        chat_id=None if chat_id is None else int(_number(chat_id, "chat_id")),
        error=_error(wish) if wish.get("error_code") else None,
        drop=bool(wish.get("drop")),
        delay_s=_number(wish.get("delay_s") or 0, "delay_s"),
        after=wish.get("when") == "after",
    )


def _error(wish: Json) -> Refused:
    code = int(_number(wish["error_code"], "error_code"))
    if not 400 <= code <= 599:
        raise Wrong("error_code is an HTTP status from 400 to 599")
    wait = wish.get("retry_after")
    if wait is None and code == 429:
        wait = 1
    parameters = None if wait is None else {"retry_after": int(_number(wait, "retry_after"))}
    usual = f"Too Many Requests: retry after {wait}" if code == 429 else _WORDS.get(code, "Error")
    return Refused(code, str(wish.get("description") or usual), parameters)


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong(f"{name} is a number")
    if not -_LARGEST <= value <= _LARGEST:
        raise Wrong(f"{name} is out of all proportion")
    return value
