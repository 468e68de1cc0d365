"""Which language and which exact locale a reader gets.

Owns the way from a chat account's language code and a country to a Babel locale. Knows no
words: those are in `i18n.catalogs`.

The locale decides names of months, digits, separators and the order of a date. Babel knows
these only under the exact name (``ar_LB`` writes أيار and ٤, ``ar_TN`` writes ماي and 4), and
digits only when asked for ``numbering_system="default"``.

* Arabic follows the reader's country; where Babel has no such locale (an Arabic reader in
  France), plain ``ar``: مايو and Latin digits.
* French follows the country where Babel knows it, else ``fr_FR``.
* English is ``en_GB`` (day before month, 24-hour clock, as everybody else at an international
  event reads it), and ``en_US`` for readers in the United States alone.
"""

from collections.abc import Mapping
from functools import cache

from babel import Locale

LANGUAGES = ("ar", "fr", "en")
"""The languages of the product; the last is what people get whose own we do not speak."""

FALLBACK = "en"

ENDONYMS: Mapping[str, str] = {"ar": "العربية", "fr": "Français", "en": "English"}
"""Each language as its own speakers call it, for the button that chooses it."""

_PLAIN: Mapping[str, str] = {"ar": "ar", "fr": "fr_FR", "en": "en_GB"}


@cache
def _known() -> frozenset[str]:
    from babel.localedata import locale_identifiers  # reads a folder: only when first asked

    return frozenset(locale_identifiers())


@cache
def locale_for(language: str, country: str | None = None) -> Locale:
    """The exact Babel locale for one of our languages and an ISO 3166-1 alpha-2 country.

    An unknown country gives the language's plain locale; an unknown language raises ValueError.
    """
    if language not in LANGUAGES:
        raise ValueError(f"not a language of the product: {language!r}")
    territory = (country or "").strip().upper()
    if language == "en":
        return Locale.parse("en_US" if territory == "US" else "en_GB")
    exact = f"{language}_{territory}"
    return Locale.parse(exact if exact in _known() else _PLAIN[language])
