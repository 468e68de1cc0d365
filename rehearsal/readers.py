"""Reads plain values: what a form spells as text, as the number or truth that is meant.

Owns the plain types of the facts (Integer, String …), and nothing of objects.
"""

from collections.abc import Callable
from typing import Any, Final

from rehearsal.errors import bad
from rehearsal.forms import Upload
from rehearsal.jsontext import whole_number

Checker = Callable[[Any, str], Any]


def _integer(value: Any, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(str(value).strip())
    except ValueError:
        raise bad(f"can't parse {name}: an integer is expected") from None


def _float(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise bad(f"can't parse {name}: a number is expected") from None


def _boolean(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in ("true", "yes", "1"):
        return True
    if word in ("false", "no", "0", ""):
        return False
    raise bad(f"can't parse {name}: a Boolean is expected")


def _string(value: Any, name: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Upload) and not value.is_file:
        return value.data.decode("utf-8", "replace")
    raise bad(f"can't parse {name}: a String is expected")


def _chat_id(value: Any, _name: str) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value).strip()
    if not text:
        raise bad("chat_id is empty")
    number = whole_number(text)
    return text if number is None else number


def _file(value: Any, name: str) -> Any:
    return value if isinstance(value, Upload) else _string(value, name)


PLAIN: Final[dict[str, Checker]] = {
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "True": _boolean,
    "String": _string,
    "Integer or String": _chat_id,
    "InputFile": _file,
    "InputFile or String": _file,
}
