"""What people type, made fit to be kept.

Owns which characters stay. Names and organisations stand inside other people's screens: they are
one line, and nothing invisible in them may turn a line around or pass for a name. Somebody's own
words stay as they are, but for what no database keeps. Knows no limits of length.
"""

import unicodedata

_JOINERS = "\u200c\u200d"  # they shape Persian and Indic letters, and join emoji families
_TAGS = range(0xE0020, 0xE0080)  # the letters of regional flags
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"  # letters and signs that are drawn as nothing
_VISIBLE = "LNPS"


def one_line(text: str) -> str:
    """The text on one line, without controls and other invisible characters; empty when nothing
    of it could be seen."""
    spaced = "".join(" " if char.isspace() else char for char in text)
    kept = " ".join("".join(char for char in spaced if not _control(char)).split())
    return kept if any(_seen(char) for char in kept) else ""


def as_written(text: str) -> str:
    """The text with its lines, without the control characters and halves of characters that a
    database refuses, and without blanks around it."""
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}
    ).strip()


def _control(char: str) -> bool:
    if char in _JOINERS or ord(char) in _TAGS:
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def _seen(char: str) -> bool:
    return unicodedata.category(char)[0] in _VISIBLE and char not in _BLANK
