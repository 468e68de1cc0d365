"""Reads JSON and whole numbers that anybody may have written. Pure; knows nothing of their use."""

import json
import re
from typing import Any, Final, NoReturn

_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")


def read_json(text: str | bytes) -> Any:
    """Return the value of a JSON text; ValueError for anything else, however deep or long."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def whole_number(text: str) -> int | None:
    """Return the number that a text spells in plain digits, or None."""
    return int(text) if _WHOLE.fullmatch(text) else None
