"""Countries and cities as each language names them, alone and in a sentence.

Owns the few names that CLDR lacks and the articles and prepositions that a language wants.
Knows no catalog: the sentence around a place is `i18n.phrasebook`'s.
"""

from collections.abc import Mapping

from babel import Locale
from babel.dates import get_timezone_location

_CITIES: Mapping[str, Mapping[str, str]] = {
    "Africa/Tripoli": {"fr": "Tripoli"},
    "Africa/Ceuta": {"ar": "سبتة"},
    "Asia/Hebron": {"ar": "الخليل"},
    "Asia/Qatar": {"ar": "الدوحة", "fr": "Doha", "en": "Doha"},
    "Asia/Kuwait": {"ar": "الكويت", "fr": "Koweït", "en": "Kuwait City"},
    "Europe/Kyiv": {"ar": "كييف", "fr": "Kyiv", "en": "Kyiv"},
    "Europe/Kiev": {"ar": "كييف", "fr": "Kyiv", "en": "Kyiv"},
    "Europe/Malta": {"ar": "فاليتا", "fr": "La Valette", "en": "Valletta"},
    "Europe/Tirane": {"en": "Tirana"},
    "Atlantic/Canary": {"ar": "جزر الكناري", "en": "the Canary Islands"},
}
"""Exemplar cities that CLDR lacks, or names by their country."""

_COUNTRIES: Mapping[str, Mapping[str, str]] = {
    "PS": {"ar": "فلسطين", "fr": "Palestine", "en": "Palestine"},
}
"""CLDR's own short variants, which Babel does not carry."""

_ENGLISH_ARTICLE = {"AE", "BS", "CD", "CF", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "US"}

# The prepositions of countries that do not follow the rule of `_french_preposition`.
_FRENCH = {
    **dict.fromkeys(("AE", "BS", "KM", "MH", "MV", "NL", "PH", "SC", "US"), "aux"),
    **dict.fromkeys(("AD", "BH", "CU", "CY", "DJ", "HK", "HT", "MC", "MG", "MT", "MU"), "à"),
    **dict.fromkeys(("OM", "SG", "SM", "ST", "TT", "TW"), "à"),
    **dict.fromkeys(("BZ", "GB", "KH", "MX", "MZ", "SR", "ZW"), "au"),  # masculine, though in -e
}


def country(code: str, locale: Locale) -> str:
    """The name of an ISO 3166-1 alpha-2 country; the code itself when there is none."""
    upper = code.upper()
    own = _COUNTRIES.get(upper, {}).get(locale.language)
    return own or str(locale.territories.get(upper, code))


def country_in_sentence(code: str, locale: Locale) -> str:
    """A country's name as ``common.in_country`` wants it: with the article in English
    (``the Netherlands``), with the preposition in French (``au Liban``), bare in Arabic."""
    name, upper = country(code, locale), code.upper()
    if locale.language == "en":
        return f"the {name}" if upper in _ENGLISH_ARTICLE else name
    if locale.language == "fr":
        return f"{_french_preposition(name, upper)} {name}"
    return name


def _french_preposition(name: str, code: str) -> str:
    """``en`` before feminine names and vowels, ``au`` before masculine, ``aux`` before plural
    ones, ``à`` before those without an article. A name in -e is feminine but for a handful."""
    if code in _FRENCH:
        return _FRENCH[code]
    head = name.replace("-", " ").split()[0]
    return "en" if head.endswith("e") or name.endswith("e") or name[0] in "AEÉÎIOU" else "au"


def zone_city(zone: str, locale: Locale) -> str:
    """The city by which an IANA zone is known to the reader."""
    own = _CITIES.get(zone, {}).get(locale.language)
    return own or str(get_timezone_location(zone, locale=locale, return_city=True))


def french_contraction(words: str) -> str:
    """``à Le Caire`` as it is said: ``au Caire``."""
    for written, said in (("à Le ", "au "), ("à Les ", "aux "), ("à Îles ", "aux Îles ")):
        words = words.replace(written, said)
    return words
