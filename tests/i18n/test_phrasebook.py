"""Texts, names, places and lists as readers of three languages read them."""

from datetime import UTC, datetime

import pytest

from i18n.catalogs import Entry
from i18n.locales import locale_for
from i18n.phrasebook import Html, MissingKey, MissingValue, Phrasebook, Words, phrasebook

MOMENT = datetime(2027, 4, 13, 7, 40, tzinfo=UTC)
LEBANON = phrasebook("ar", "LB", "Asia/Beirut")
TUNISIA = phrasebook("fr", "TN", "Africa/Tunis")
ITALY = phrasebook("en", "IT", "Europe/Rome")
NARROW = "\u202f"


def book(**texts: str | tuple[str, ...]) -> Phrasebook:
    """A phrasebook of made-up English texts; several forms make a plural."""
    entries = {
        key: Entry(key=key, forms=(t,))
        if isinstance(t, str)
        else Entry(key=key, forms=t, plural=True)
        for key, t in texts.items()
    }
    return Phrasebook(language="en", locale=locale_for("en"), zone=None, texts=entries)


# Texts


def test_values_are_put_by_their_kind() -> None:
    words = book(a="<b>{w}</b> {h} {s} {n}")
    text = words.text("a", w=Words("<x>"), h=Html("<i>y</i>"), s="<z>", n=1234)
    assert text == Html("<b>\u2068&lt;x&gt;\u2069</b> <i>y</i> &lt;z&gt; 1,234")
    assert isinstance(text, Html)


def test_plain_text_is_what_the_reader_sees() -> None:
    words = book(a="<b>{w}</b> R&amp;D {h}")
    assert words.plain("a", w=Words("<x>"), h=Html("<i>y</i>")) == "\u2068<x>\u2069 R&D y"


def test_a_value_is_not_read_for_placeholders_again() -> None:
    assert book(a="{x} {y}").text("a", x="{y}", y="1") == "{y} 1"


def test_a_value_cannot_be_reached_into() -> None:
    assert book(a="{x.__class__} {x[0]}").text("a", x="1") == "{x.__class__} {x[0]}"


def test_missing_texts_and_values_are_errors() -> None:
    words = book(a="{x}", b=("{n} slot", "{n} slots"))
    with pytest.raises(MissingKey, match="en: no text 'c'"):
        words.text("c")
    with pytest.raises(MissingKey, match="en: no plural text 'a'"):
        words.count("a", 1)
    with pytest.raises(MissingKey, match="en: no text 'b'"):
        words.text("b")
    with pytest.raises(MissingValue, match="en: 'a' wants 'x'"):
        words.text("a", y=1)
    assert issubclass(MissingKey, KeyError)
    assert issubclass(MissingValue, KeyError)


@pytest.mark.parametrize("value", [None, True, MOMENT, ["x"]])
def test_what_has_no_written_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no way to write"):
        book(a="{x}").text("a", x=value)


def test_counting() -> None:
    words = book(a=("<b>{n}</b> slot {x}", "<b>{n}</b> slots {x}"))
    assert words.count("a", 1, x="&") == "<b>1</b> slot &amp;"
    assert words.plain_count("a", 1200, x="&") == "1,200 slots &"


def test_whether_a_text_exists() -> None:
    assert (book(a="x").has("a"), book(a="x").has("b")) == (True, False)


def test_phrasebooks_are_kept() -> None:
    assert phrasebook("ar", "LB", "Asia/Beirut") is LEBANON


# Words, names, lists


def test_names_are_bold_and_isolated() -> None:
    assert LEBANON.user("Rania\u2069 <Haddad>") == "\u2068<b>Rania &lt;Haddad&gt;</b>\u2069"
    assert LEBANON.user("\u200e") == ""


def test_quotation_marks() -> None:
    quoted = [words.quote("huile & sel") for words in (LEBANON, TUNISIA, ITALY)]
    inner = "\u2068huile &amp; sel\u2069"
    assert quoted == [f"«{inner}»", f"«{NARROW}{inner}{NARROW}»", f"“{inner}”"]


def test_lists() -> None:
    items: list[str | Words] = ["R&D", Words("b"), Html("<i>c</i>")]
    markup = ("R&amp;D", "\u2068b\u2069", "<i>c</i>")
    assert ITALY.list(items) == "{}, {} and {}".format(*markup)
    assert TUNISIA.list(items) == "{}, {} et {}".format(*markup)
    assert LEBANON.list(items) == "{} و{} و{}".format(*markup)
    assert TUNISIA.choices(items) == "{}, {} ou {}".format(*markup)
    assert LEBANON.choices(["أ", "ب"]) == "أ أو ب"
    assert (ITALY.list([]), ITALY.list(["a"])) == ("", "a")


def test_places() -> None:
    readers = (LEBANON, TUNISIA, ITALY)
    assert [r.country("PS") for r in readers] == ["فلسطين", "Palestine", "Palestine"]
    assert [r.country("lb") for r in readers] == ["لبنان", "Liban", "Lebanon"]
    assert ITALY.country("ZZZ") == "ZZZ"
    assert [r.zone_city("Asia/Beirut") for r in readers] == ["بيروت", "Beyrouth", "Beirut"]
    assert [r.zone_city("Asia/Hebron") for r in readers] == ["الخليل", "Hébron", "Hebron"]
    assert [r.in_city("Africa/Cairo") for r in readers] == ["في القاهرة", "au Caire", "in Cairo"]
    assert TUNISIA.in_city("Europe/Malta") == "à La Valette"
    assert [r.in_country("NL") for r in readers] == [
        "في هولندا",
        "aux Pays-Bas",
        "in the Netherlands",
    ]


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("LB", "au Liban"),
        ("TN", "en Tunisie"),
        ("EG", "en Égypte"),
        ("IL", "en Israël"),
        ("MT", "à Malte"),
        ("CY", "à Chypre"),
        ("GB", "au Royaume-Uni"),
        ("US", "aux États-Unis"),
        ("MX", "au Mexique"),
        ("MK", "en Macédoine du Nord"),
        ("BA", "en Bosnie-Herzégovine"),
        ("OM", "à Oman"),
        ("IQ", "en Irak"),
        ("ME", "au Monténégro"),
    ],
)
def test_french_prepositions(code: str, place: str) -> None:
    assert TUNISIA.in_country(code) == place


def test_languages_and_letters() -> None:
    assert [r.language_name("fr") for r in (LEBANON, TUNISIA, ITALY)] == [
        "الفرنسية",
        "français",
        "French",
    ]
    assert ITALY.language_name("xx-x") == "xx-x"
    assert TUNISIA.capital("français") == "Français"
    assert [TUNISIA.inline(text) for text in ("Eau", "PME", "Énergie")] == ["eau", "PME", "énergie"]
