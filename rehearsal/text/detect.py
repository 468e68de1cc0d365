"""Finds what Telegram itself marks in a plain text: commands, links, mentions, hashtags, mail."""

import re
from typing import Final

from rehearsal.text.spans import Span

# Alternatives are tried in this order at each place. What needs none of these signs is skipped
# before the pattern runs: most texts have none.
_HINT: Final = re.compile(r"[/@#.]")
_FOUND: Final = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})"
    r"|(?P<url>(?:https?://[^\s<>\"«»]+|(?<![\w@.])(?:[a-zA-Z0-9-]+\.)+"
    r"(?:com|org|net|me|info|io|dev|app|eu|fr|tn|ma|dz|eg|lb|jo|ps|it|es|gr|tr|cy|mt)"
    r"(?![\w.-]*@)\b(?:/[^\s<>\"«»]*)?))"
    r"|(?<![\w/@<>])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@/])(?P<mention>@[a-zA-Z][a-zA-Z0-9_]{3,31})\b"
    r"|(?<![\w#&])(?P<hashtag>#\w*[^\W\d]\w*)"
)


def detect(text: str) -> list[Span]:
    """Return the spans of a plain text, in order, without overlap."""
    if _HINT.search(text) is None:
        return []
    spans: list[Span] = []
    for found in _FOUND.finditer(text):
        kind, (start, end) = str(found.lastgroup), found.span(str(found.lastgroup))
        if kind == "url":
            end = start + len(found[0].rstrip(".,;:!?)]}'"))
        spans.append(Span(kind, start, end))
    return spans
