"""Escaping, what a reader sees, and the tags a chat accepts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.markup import Html, Words, escape, tag_problems, tg_time, to_html, visible


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        ('R&D <now> "x" d\'ici', "R&amp;D &lt;now&gt; &quot;x&quot; d'ici"),
        (Html("<b>R&amp;D</b>"), "<b>R&amp;D</b>"),
        (Words("<b>\u202eR&D\n"), "\u2068&lt;b&gt;R&amp;D\u2069"),
    ],
)
def test_values_become_html(value: str | Words, markup: str) -> None:
    assert to_html(value) == Html(markup)
    assert isinstance(to_html(value), Html)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_what_is_escaped_is_seen_as_it_was(text: str) -> None:
    assert visible(escape(text)) == text
    assert tag_problems(escape(text)) == []


def test_a_reader_sees_no_tags() -> None:
    shown = visible('<b>R&amp;D</b> <a href="https://x.org?a=1&amp;b=2">ici</a> &#171;')
    assert shown == "R&D ici «"


@pytest.mark.parametrize(
    ("markup", "faults"),
    [
        ('<b><i>x</i></b> <tg-time unix="1" format="r">y</tg-time>', []),
        ("<b><i>x</b></i>", ["</b> closes nothing", "<b> is not closed"]),
        ("<p>x</p>", ["<p> is not a tag of messages"]),
        ("<b>x", ["<b> is not closed"]),
        ("R&amp;D &nbsp;", ["a bare < or &"]),
        ("x<br/>", ["<br> is not a tag of messages"]),
        ("a < b", ["a bare < or &"]),
    ],
)
def test_tags_are_checked(markup: str, faults: list[str]) -> None:
    assert tag_problems(markup) == faults


@pytest.mark.parametrize("form", ["r", "w", "wDT", "wdt", "D", "t", "dT"])
def test_date_time_formats(form: str) -> None:
    assert tg_time(1, "x", form) == Html(f'<tg-time unix="1" format="{form}">x</tg-time>')


def test_a_date_time_may_show_its_text_as_it_is() -> None:
    assert tg_time(1, Words("<x>"), "") == Html('<tg-time unix="1">\u2068&lt;x&gt;\u2069</tg-time>')


@pytest.mark.parametrize("form", ["rT", "Dw", "tT", "x", "T "])
def test_wrong_date_time_formats(form: str) -> None:
    with pytest.raises(ValueError, match="not a format of date-time entities"):
        tg_time(1, "x", form)
