"""Countries: guessed, typed, and their clocks."""

from datetime import UTC, datetime

import pytest

from handlers import countries

MOMENTS = countries.around([datetime(2027, 4, 13, 14, tzinfo=UTC)])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Tunisie", "TN"),
        ("tunisia", "TN"),
        ("تونس", "TN"),
        ("  الجزائر ", "DZ"),
        ("الولايات المتحدة", "US"),
        ("liban", "LB"),
        ("Grece", "GR"),
        ("Allemange", "DE"),
        ("Cote d’Ivoire", "CI"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("US", "US"),
        ("America", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Scotland", "GB"),
        ("Britain", "GB"),
        ("UAE", "AE"),
        ("Emirates", "AE"),
        ("KSA", "SA"),
        ("Saudi", "SA"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Turquie", "TR"),
        ("Holland", "NL"),
        ("Ivory Coast", "CI"),
        ("Congo", "CD"),
        ("Korea", "KR"),
        ("South Korea", "KR"),
        ("North Korea", "KP"),
        ("Deutschland", "DE"),
        ("España", "ES"),
        ("Italia", "IT"),
        ("الإمارات", "AE"),
        ("السعودية", "SA"),
        ("أمريكا", "US"),
        ("بريطانيا", "GB"),
        ("انجلترا", "GB"),
        ("تركيا", "TR"),
        ("I live in Lebanon", "LB"),
        ("du Liban", "LB"),
        ("Je viens d’Égypte.", "EG"),
        ("من لبنان", "LB"),
        ("أعمل بالمغرب", "MA"),
        ("I am from Papua New Guinea", "PG"),
        ("Northern Ireland", "GB"),
        ("tell us more", None),
        ("France or Italy", None),
        ("Atlantis", None),
        ("x", None),
        ("", None),
    ],
)
def test_a_typed_name_is_found_in_any_language(typed: str, code: str | None) -> None:
    assert countries.find(typed) == code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("fr-TN", "TN"),
        ("ar_eg", "EG"),
        ("fr", None),
        ("en-XX", None),
        ("zh-hans", None),
        (None, None),
    ],
)
def test_a_country_is_guessed_from_a_language_tag(tag: str | None, code: str | None) -> None:
    assert countries.guess(tag) == code


def test_a_zone_is_asked_for_only_where_clocks_differ() -> None:
    one = {code: countries.only_zone(code, MOMENTS) for code in countries.REGION}
    assert None not in one.values()
    assert one["PS"] == "Asia/Gaza"
    assert one["ES"] == "Europe/Madrid"
    assert countries.only_zone("US", MOMENTS) is None
    assert countries.zones_of("US", MOMENTS)[:2] == ("America/New_York", "America/Chicago")


def test_parts_with_a_clock_of_their_own_do_differ() -> None:
    for code, zone in countries.SEVERAL_CLOCKS:
        assert zone in countries.zones_of(code, MOMENTS)
        assert zone != countries.only_zone(code, MOMENTS)
