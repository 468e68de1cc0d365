"""Keeping right-to-left and left-to-right text from disturbing each other.

Owns isolation of foreign text and the rule by which a line gets its direction. Knows no
catalog and no markup: it is given plain text.

Chats and pages (``dir="auto"``) give each paragraph the direction of its first strong
character **outside isolates** (Unicode Standard Annex 9, rules P2 and P3; left-to-right if
there is none). So a line that begins with an isolated name (U+2068 … U+2069) takes its
direction from what follows the isolate, and an isolated name alone on a line leaves it
without a direction of its own: such a line of an Arabic screen must begin with U+200F.
"""

import re
import unicodedata

LRM, RLM = "\u200e", "\u200f"
FSI, PDI = "\u2068", "\u2069"

_INITIATORS = {"LRI", "RLI", "FSI"}
_JOINERS = "\u200c\u200d"  # they shape Persian and Indic letters and join emoji families
_TAGS = range(0xE0020, 0xE0080)  # the letters of regional flags, invisible by themselves
_PICTURES = (
    range(0x2300, 0x2400),
    range(0x2600, 0x27C0),
    range(0x2B00, 0x2C00),
    range(0x1F000, 0x20000),
)
_PLAIN_MARKS = "✓✗✕✖"  # drawn as text, with no colour and no direction


def strip_controls(text: str) -> str:
    """`text` on one line, without bidi controls and other invisible characters.

    Line breaks and tabs become spaces, runs of spaces one; what joins letters or emoji stays.
    """
    kept = []
    for char in text:
        if char.isspace() or char in "\x85\u2028\u2029":
            kept.append(char if char in "\xa0\u202f" else " ")
        elif not _invisible(char):
            kept.append(char)
    return re.sub(" {2,}", " ", "".join(kept)).strip()


def _invisible(char: str) -> bool:
    """Whether `char` is a control, a format character that joins nothing, or half a character."""
    if char in _JOINERS or ord(char) in _TAGS:
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def isolate(text: str) -> str:
    """Somebody's words, so that they neither turn nor are turned by the sentence around them.

    Controls inside are removed first, so that the text cannot close its isolate by itself;
    nothing visible gives the empty string.
    """
    clean = strip_controls(text)
    return f"{FSI}{clean}{PDI}" if clean else ""


def balanced(text: str) -> bool:
    """Whether every isolate opened on a line of `text` is closed on it, and none besides."""
    for line in text.split("\n"):
        depth = 0
        for char in line:
            if unicodedata.bidirectional(char) in _INITIATORS:
                depth += 1
            elif char == PDI:
                depth -= 1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def direction(line: str) -> str | None:
    """``"rtl"`` or ``"ltr"`` by the first strong character outside isolates; None without one."""
    depth = 0
    for char in line:
        kind = unicodedata.bidirectional(char)
        if kind in _INITIATORS:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return None


def starts_with_emoji(line: str) -> bool:
    """Whether the first visible character of `line` is drawn as a picture."""
    text = line.lstrip(f" \t{RLM}{LRM}{FSI}")
    if not text or text[0] in _PLAIN_MARKS:
        return False
    if text[1:2] == "\ufe0f" or text[1:3].endswith("\u20e3"):
        return True
    return any(ord(text[0]) in span for span in _PICTURES)


def starts_safely(line: str, language: str) -> bool:
    """Whether a line or button (plain text, no tags) reads in the direction of `language`.

    Arabic: no emoji at the head, and the first strong character outside isolates is Arabic
    (or U+200F). A line with no strong character outside isolates passes only if it holds no
    letter at all: a time, a number, a rule. French and English: the line is not turned to
    right-to-left.
    """
    if language != "ar":
        return direction(line) != "rtl"
    if starts_with_emoji(line):
        return False
    found = direction(line)
    return found == "rtl" or (found is None and not any(char.isalpha() for char in line))
