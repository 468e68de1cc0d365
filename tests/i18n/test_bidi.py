"""Isolation of people's words, and the rule by which a line gets its direction."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.bidi import FSI, PDI, RLM, balanced, direction, isolate, starts_safely, strip_controls


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Rania Haddad", "Rania Haddad"),
        ("  two\n\nlines\tand more ", "two lines and more"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\u2069b\u2068c\u200fd\u061ce", "abcde"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("line\u2028separator\x85next", "line separator next"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("10\u202fh\u202f40", "10\u202fh\u202f40"),
        ("lone \ud800 half", "lone half"),
        ("\x00\x1b", ""),
    ],
)
def test_controls_are_stripped(text: str, clean: str) -> None:
    assert strip_controls(text) == clean


def test_isolate_wraps_what_is_left() -> None:
    assert isolate("Coop\u2069\ndes Oliviers") == f"{FSI}Coop des Oliviers{PDI}"


def test_nothing_visible_needs_no_isolate() -> None:
    assert isolate("\u200e \n") == ""


@given(st.text(st.characters(codec=None)))
def test_no_text_escapes_its_isolate(text: str) -> None:
    isolated = isolate(text)
    assert balanced(isolated)
    assert isolated.count(FSI) == isolated.count(PDI) == (1 if isolated else 0)
    assert "\n" not in isolated
    isolated.encode()  # no half characters


@given(st.text(st.characters(codec="utf-8")))
def test_stripping_twice_is_stripping_once(text: str) -> None:
    assert strip_controls(strip_controls(text)) == strip_controls(text)


@given(st.text(st.characters(codec="utf-8")))
def test_an_isolated_text_never_turns_an_arabic_line(text: str) -> None:
    assert direction(f"{isolate(text)}، لبنان") == "rtl"
    assert direction(f"{isolate(text)}, Lebanon") == "ltr"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a", True),
        (f"{FSI}a{PDI} b", True),
        (f"{FSI}a{FSI}b{PDI}{PDI}", True),
        (f"{FSI}a", False),
        (f"a{PDI}", False),
        (f"{FSI}a\n{PDI}", False),
    ],
)
def test_balance(text: str, whole: bool) -> None:
    assert balanced(text) is whole


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        ("أهلاً بكم في Techdays", True),
        (f"{FSI}Rania Haddad{PDI}، لبنان", True),
        ("٣ مواعيد", True),
        ("3 مواعيد", True),
        ("• الطاولة ٧", True),
        ("✓ المياه", True),
        ("(اختياري)", True),
        ("10:40", True),
        ("", True),
        ("———", True),
        (f"{RLM}{FSI}Rania{PDI}", True),
        ("Techdays: أهلاً", False),
        ("/privacy لمحو كل شيء", False),
        ("\u200e/privacy لمحو كل شيء", False),
        (f"{FSI}Rania Haddad{PDI}", False),
        (f"{FSI}رانيا{PDI}", False),
        (f"{FSI}رانيا{PDI} Haddad", False),
        ("3 slots", False),
        ("🎉 تمّ", False),
        (f"{RLM}🎉 تمّ", False),
        ("✔️ تمّ", False),
        ("7️⃣ مواعيد", False),
        ("⏰ بعد ساعة", False),
        ("🇱🇧 لبنان", False),
    ],
)
def test_arabic_lines(line: str, safe: bool) -> None:
    assert starts_safely(line, "ar") is safe


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        ("Rania Haddad", True),
        (f"{FSI}رانيا{PDI}, Lebanon", True),
        (f"{FSI}رانيا{PDI}", True),
        ("🎉 Done", True),
        ("رانيا, Lebanon", False),
    ],
)
def test_french_and_english_lines(line: str, safe: bool) -> None:
    assert starts_safely(line, "fr") is safe
    assert starts_safely(line, "en") is safe


def test_the_marks_are_what_the_standard_calls_them() -> None:
    names = [unicodedata.name(mark) for mark in (FSI, PDI, RLM)]
    assert names == ["FIRST STRONG ISOLATE", "POP DIRECTIONAL ISOLATE", "RIGHT-TO-LEFT MARK"]
