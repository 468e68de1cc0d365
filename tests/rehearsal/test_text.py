"""Formatted text: tags to entities in UTF-16 units, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.errors import Refused
from rehearsal.text.compose import compose
from rehearsal.text.html_mode import parse_html
from rehearsal.text.render import render
from rehearsal.text.units import from_units, to_units, utf16_len


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length} | more


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#233; &#x1F600;", 'a <b> & "c" é 😀', []),
        ("&nbsp; & &unknown;", "&nbsp; & &unknown;", []),
        ("<b>x</b>", "x", [entity("bold", 0, 1)]),
        ("<strong>x</strong>", "x", [entity("bold", 0, 1)]),
        ("<i>x</i><em>y</em>", "xy", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>x</u><ins>y</ins>", "xy", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        (
            "<s>x</s><strike>y</strike><del>z</del>",
            "xyz",
            [entity("strikethrough", place, 1) for place in range(3)],
        ),
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [entity("spoiler", 0, 1)]),
        (
            '<a href="https://example.org/?a=1&amp;b=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://example.org/?a=1&b=2")],
        ),
        ("<a href='http://localhost:80/'>x</a>", "x", []),
        ("<code>x</code>", "x", [entity("code", 0, 1)]),
        ("<pre>x\ny</pre>", "x\ny", [entity("pre", 0, 3)]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        ("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)]),
        (
            "<blockquote expandable>x</blockquote>",
            "x",
            [entity("expandable_blockquote", 0, 1)],
        ),
        (
            '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
        ),
        (
            '<tg-time unix="1647531900" format="wDT">22:45</tg-time>',
            "22:45",
            [entity("date_time", 0, 5, unix_time=1647531900, date_time_format="wDT")],
        ),
        ('<tg-time unix="5">x</tg-time>', "x", [entity("date_time", 0, 1, unix_time=5)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<B>x</>", "x", [entity("bold", 0, 1)]),
        ("  <b> x </b>\n", "x", [entity("bold", 0, 1)]),
        ("<code>a <b>b</b></code>", "a b", [entity("code", 0, 3)]),
        ("a\r\n<b>b</b>", "a\nb", [entity("bold", 2, 1)]),
        # An emoji is two units, an Arabic letter one, a flag four.
        (
            "😀<b>مرحبا</b> 🇱🇧<i>x</i>",
            "😀مرحبا 🇱🇧x",
            [entity("bold", 2, 5), entity("italic", 12, 1)],
        ),
        (
            "⁨<b>Rania Haddad</b>⁩، لبنان",
            "⁨Rania Haddad⁩، لبنان",
            [entity("bold", 1, 12)],
        ),
    ],
)
def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert compose(source, "HTML") == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("é<b>x", 'Can\'t find end tag corresponding to start tag "b" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag, expected "</b>", found "</i>" at byte offset 4'),
        ("مر<div>", 'Unsupported start tag "div" at byte offset 4'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b =x>y</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<tg-time>x</tg-time>", 'Tag "tg-time" must have a Unix time in "unix" at byte offset 0'),
        (
            '<tg-time unix="1" format="z">x</tg-time>',
            'Invalid date-time format specified in the tag "tg-time" at byte offset 0',
        ),
        (
            '<tg-emoji emoji-id="x">y</tg-emoji>',
            "Invalid custom emoji identifier specified at byte offset 0",
        ),
    ],
)
def test_broken_html_is_refused_with_its_byte_offset(source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        compose(source, "html")
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        (
            r"*b* _i_ __u__ ~s~ ||p||",
            "b i u s p",
            ["bold", "italic", "underline", "strikethrough", "spoiler"],
        ),
        (r"1\.5 \*x\*", "1.5 *x*", []),
        ("`a*b`", "a*b", ["code"]),
        ("```python\nx = 1\n```", "x = 1", ["pre"]),
        ("[x](https://example.org/)", "x", ["text_link"]),
        ("![👍](tg://emoji?id=5368324170671202286)", "👍", ["custom_emoji"]),
        ("![soon](tg://time?unix=1647531900&format=wDT)", "soon", ["date_time"]),
        (">a\n>b\nc", "a\nb\nc", ["blockquote"]),
        ("**>a\n>b||\nc", "a\nb\nc", ["expandable_blockquote"]),
        ("*a _b_*", "a b", ["bold", "italic"]),
    ],
)
def test_markdown_v2(source: str, text: str, entities: list[str]) -> None:
    parsed, found = compose(source, "MarkdownV2")
    assert (parsed, [one["type"] for one in found]) == (text, entities)


@pytest.mark.parametrize(
    ("mode", "source", "words"),
    [
        (
            "MarkdownV2",
            "1.5",
            "Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        ("MarkdownV2", "é*b", "Can't find end of Bold entity at byte offset 2"),
        ("Markdown", "a *b", "Can't find end of the entity starting at byte offset 2"),
    ],
)
def test_broken_markdown_is_refused(mode: str, source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        compose(source, mode)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_the_old_markdown() -> None:
    text, entities = compose("*b* _i_ `c` [x](https://example.org/) a\\_b", "Markdown")
    assert text == "b i c x a_b"
    assert [one["type"] for one in entities] == ["bold", "italic", "code", "text_link"]


def test_an_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        compose("x", "BBCode")
    assert refused.value.description == "Bad Request: unsupported parse_mode"


def test_what_telegram_finds_by_itself() -> None:
    text = "/help@some_bot https://example.org/a, me@example.org @someone #topic 1/2 a/b"
    assert compose(text)[1] == [
        entity("bot_command", 0, 14),
        entity("url", 15, 21),
        entity("email", 38, 14),
        entity("mention", 53, 8),
        entity("hashtag", 62, 6),
    ]


def test_explicit_entities_are_checked_against_the_text() -> None:
    assert compose("😀 bold", None, [entity("bold", 3, 4)])[1] == [entity("bold", 3, 4)]
    with pytest.raises(Refused) as refused:
        compose("short", None, [entity("bold", 0, 9)])
    assert refused.value.description == (
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at "
        "UTF-16 offset 9"
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<b>a &lt; b</b>", "<b>a &lt; b</b>"),
        ("<b>a<i>b</i></b>c", "<b>a<i>b</i></b>c"),
        (
            '<a href="https://e.org/?a=&quot;&amp;">x</a>',
            '<a href="https://e.org/?a=&quot;&amp;">x</a>',
        ),
        (
            '<pre><code class="language-c">x</code></pre>',
            '<pre><code class="language-c">x</code></pre>',
        ),
        ("😀<tg-spoiler>x</tg-spoiler>", "😀<tg-spoiler>x</tg-spoiler>"),
        (
            '<tg-time unix="5" format="t">x</tg-time>',
            '<tg-time unix="5" format="t">x</tg-time>',
        ),
        ("see https://e.org/a.", 'see <a href="https://e.org/a">https://e.org/a</a>.'),
    ],
)
def test_entities_become_html_again(source: str, html: str) -> None:
    assert render(*compose(source, "HTML")) == html


def test_html_for_the_page_carries_nothing_that_runs() -> None:
    entities = [entity("text_link", 0, 1, url="javascript:alert(1)")]
    assert render("<script>", entities) == "&lt;script&gt;"


@given(st.text())
def test_a_text_without_tags_is_itself(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped) == (text, [])


@given(st.text())
def test_units_go_there_and_back(text: str) -> None:
    to, back = to_units(text), from_units(text)
    assert [back(to(index)) for index in range(len(text) + 1)] == list(range(len(text) + 1))
    assert to(len(text)) == utf16_len(text)


@given(st.text(alphabet="ab<>/&;\"'= 😀\n\r.tcodeprguimx-", max_size=60))
def test_any_source_is_read_or_refused(source: str) -> None:
    for mode in ("HTML", "MarkdownV2", "Markdown"):
        try:
            text, entities = compose(source, mode)
        except Refused as refused:
            words = refused.description
        else:
            words = "Bad Request: can't parse entities: "
            assert all(e["offset"] + e["length"] <= utf16_len(text) for e in entities)
            render(text, entities)
        assert words.startswith("Bad Request: can't parse entities: ")
