"""Putting values into the texts of a catalog.

Owns placeholders and plural forms. Knows no days, places or people.

Texts are HTML. What is put into them decides how: `Words` (written by people) are escaped and
isolated, `Html` goes in as it is, other text is escaped, numbers are written in the locale.
Placeholders are bare names (``{city}``): nothing can be reached through a value.
"""

import re
from collections.abc import Mapping

from babel import Locale

from i18n import formats
from i18n.catalogs import Catalog, Entry, MissingKey, plural_rule
from i18n.markup import Html, Words, escape, to_html, visible

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


class MissingValue(KeyError):
    """A text was asked for without a value for one of its placeholders."""


class Texts:
    """The catalog of one language, in the numbers of one locale."""

    def __init__(self, *, language: str, locale: Locale, texts: Catalog) -> None:
        self.language = language
        self.locale = locale
        self._texts = texts
        self._form = plural_rule(language)

    def text(self, key: str, /, **values: object) -> Html:
        """The text as HTML; raises `MissingKey` or `MissingValue`."""
        return self._fill(self._entry(key, plural=False), 0, values)

    def plain(self, key: str, /, **values: object) -> str:
        """The text as buttons, toasts and commands show it: no tags, nothing escaped."""
        return visible(self.text(key, **values))

    def count(self, key: str, n: int, /, **values: object) -> Html:
        """The plural form that goes with `n`, which is also the value of ``{n}``."""
        return self._fill(self._entry(key, plural=True), self._form(abs(n)), {"n": n, **values})

    def plain_count(self, key: str, n: int, /, **values: object) -> str:
        """As `count`, without tags and escapes."""
        return visible(self.count(key, n, **values))

    def has(self, key: str) -> bool:
        """Whether there is such a text; for the families whose codes come from data."""
        return key in self._texts

    def _entry(self, key: str, *, plural: bool) -> Entry:
        entry = self._texts.get(key)
        if entry is None or entry.plural is not plural:
            raise MissingKey(f"{self.language}: no {'plural ' if plural else ''}text {key!r}")
        return entry

    def _fill(self, entry: Entry, form: int, values: Mapping[str, object]) -> Html:
        def put(match: re.Match[str]) -> str:
            name = match[1]
            if name not in values:
                raise MissingValue(f"{self.language}: {entry.key!r} wants {name!r}")
            return self._value(values[name])

        text = entry.forms[form]
        return Html(PLACEHOLDER.sub(put, text) if "{" in text else text)

    def _value(self, value: object) -> Html:
        if isinstance(value, str | Words):
            return to_html(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return escape(self.number(value))
        raise TypeError(f"no way to write a {type(value).__name__} into a text")

    def number(self, n: int | float) -> str:
        """A number with the reader's digits and separators."""
        return formats.number(n, self.locale)
