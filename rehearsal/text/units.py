"""UTF-16 code units, in which Telegram counts every length and offset."""

from collections.abc import Callable


def utf16_len(text: str) -> int:
    """Return the length in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_units(text: str) -> Callable[[int], int]:
    """Return a function from an index in the string to its offset in UTF-16 units."""
    if utf16_len(text) == len(text):
        return _same
    offsets = [0]
    for sign in text:
        offsets.append(offsets[-1] + (2 if sign > "\uffff" else 1))
    return offsets.__getitem__


def from_units(text: str) -> Callable[[int], int]:
    """Return a function from an offset in UTF-16 units to the index in the string.

    Raises KeyError for an offset inside a surrogate pair or beyond the text.
    """
    to = to_units(text)
    return {to(index): index for index in range(len(text) + 1)}.__getitem__


def _same(index: int) -> int:
    return index
