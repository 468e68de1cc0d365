"""The exact locale of each reader, and what Babel writes for the countries of the region."""

from datetime import date

import pytest

from i18n.locales import ENDONYMS, LANGUAGES, locale_for
from i18n.phrasebook import phrasebook
from matchmaking.usecases.arrivals import guess_language

MAY = date(2027, 5, 4)  # a Tuesday


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("AR-tn", "ar"),
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("en-GB", "en"),
        ("it", "en"),
        ("kab", "en"),
        ("zgh-MA", "en"),
        ("arz", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_language_of_an_account(code: str | None, language: str) -> None:
    assert guess_language(code) == language


@pytest.mark.parametrize(
    ("language", "country", "locale"),
    [
        ("ar", "LB", "ar_LB"),
        ("ar", "tn", "ar_TN"),
        ("ar", "FR", "ar"),
        ("ar", None, "ar"),
        ("fr", "TN", "fr_TN"),
        ("fr", "LB", "fr_FR"),
        ("fr", "nonsense", "fr_FR"),
        ("fr", None, "fr_FR"),
        ("en", "US", "en_US"),
        ("en", "LB", "en_GB"),
        ("en", None, "en_GB"),
    ],
)
def test_locale_of_a_reader(language: str, country: str | None, locale: str) -> None:
    assert str(locale_for(language, country)) == locale


def test_a_foreign_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not a language of the product: 'it'"):
        locale_for("it", "IT")


def test_every_language_calls_itself() -> None:
    assert tuple(ENDONYMS) == LANGUAGES


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("LB", "الثلاثاء ٤ أيار"),
        ("JO", "الثلاثاء ٤ أيار"),
        ("PS", "الثلاثاء ٤ أيار"),
        ("SY", "الثلاثاء ٤ أيار"),
        ("TN", "الثلاثاء 4 ماي"),
        ("DZ", "الثلاثاء 4 ماي"),
        ("MA", "الثلاثاء 4 ماي"),
        ("EG", "الثلاثاء ٤ مايو"),
        ("LY", "الثلاثاء 4 مايو"),
    ],
)
def test_arabic_months_and_digits_follow_the_country(country: str, day: str) -> None:
    book = phrasebook("ar", country)
    assert book.day(MAY) == day


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("EG", "١٬٢٣٤٫٥"),
        ("LB", "١٬٢٣٤٫٥"),
        ("JO", "١٬٢٣٤٫٥"),
        ("PS", "١٬٢٣٤٫٥"),
        ("MA", "1.234,5"),
        ("TN", "1.234,5"),
        ("DZ", "1.234,5"),
        (None, "1,234.5"),
    ],
)
def test_arabic_numbers_follow_the_country(country: str | None, number: str) -> None:
    assert phrasebook("ar", country).number(1234.5) == number


@pytest.mark.parametrize(
    ("country", "summer"),
    [("LB", "تموز"), ("TN", "جويلية"), ("MA", "يوليوز"), ("EG", "يوليو")],
)
def test_the_month_that_four_countries_name_four_ways(country: str, summer: str) -> None:
    assert phrasebook("ar", country).day(date(2027, 7, 6)).split()[-1] == summer
