"""Bytes of a text file as text: which of the encodings that spreadsheet programs write it is.

A mark at the head or valid UTF-8 decides at once. What is left are the one-byte code pages of
Arabic (Windows-1256) and French (Windows-1252). The first holds most French letters at the same
places, so that no byte is proof: both readings are weighed by how their words look. An accent in
an Arabic word, or an Arabic letter in a Latin one, is hardly ever meant. Where both look alike,
charset-normalizer decides.
"""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

SAMPLE = 200_000
"""Bytes that are weighed."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORD = re.compile(r"[^\W\d_]+")
_FRENCH = frozenset("àâæçèéêëîïôœùûüÿÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸäöñíóúáãõÄÖÑÍÓÚÁ")
_MISREAD = frozenset("ãÃÂÇÅÆÈÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßáåæìíðñòóôõöøúýþ")
"""Letters of Windows-1252 where Windows-1256 has Arabic ones or vowel signs."""


def decode(content: bytes) -> str:
    """The text of a file, without a mark at its head. What is no text in any of the encodings is
    read with replacement marks: a broken letter does not lose the row."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").removeprefix("\ufeff")
    if wide := _unmarked_utf16(content):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _nearly_utf8(content, error.start):
            return content.decode("utf-8", "replace")
    return content.decode(_code_page(content[:SAMPLE]), "replace")


def _unmarked_utf16(content: bytes) -> str | None:
    """Every other byte of Latin text in UTF-16 is zero, and the separators are Latin always."""
    head = content[:2000]
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > even * 4 and odd * 20 > len(head):
        return "utf-16-le"
    return "utf-16-be" if even > odd * 4 and even * 20 > len(head) else None


def _nearly_utf8(content: bytes, first_fault: int) -> bool:
    """Whether it is UTF-8 with a few broken letters, or one cut off at the end."""
    if first_fault >= len(content) - 4 and first_fault:
        return True
    text = content.decode("utf-8", "replace")
    whole = sum(not char.isascii() and char != "\ufffd" for char in text)
    return whole > 20 * text.count("\ufffd")


def _code_page(sample: bytes) -> str:
    arabic, latin = (_looks(sample.decode(page, "replace")) for page in ("cp1256", "cp1252"))
    if arabic != latin:
        return "cp1256" if arabic > latin else "cp1252"
    best = from_bytes(sample, cp_isolation=["cp1256", "cp1252"]).best()
    return best.encoding if best is not None and best.encoding != "ascii" else "cp1252"


def _looks(text: str) -> float:
    """How much the words of a text look as words do; higher is likelier."""
    return sum(_word_looks(word) for word in set(_WORD.findall(text)))


def _word_looks(word: str) -> float:
    arabic = sum("\u0600" <= char <= "\u06ff" for char in word)
    if arabic == len(word):
        return 1.0 if arabic > 1 else 0.0
    foreign = sum(not char.isascii() for char in word) - arabic
    if arabic:
        return -2.0
    if not foreign:
        return 0.0
    if any(char not in _FRENCH for char in word if not char.isascii()):
        return -1.0
    # Accented letters one after another ("créée" has two) are Arabic read in the wrong page.
    misread = sum(char in _MISREAD for char in word)
    inner = sum(unicodedata.category(char) == "Lu" for char in word[1:])
    wild = foreign * 2 > len(word) or (misread > 1 and misread == foreign)
    return -1.0 if wild or (inner and not word.isupper()) else 1.0
