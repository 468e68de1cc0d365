"""The command `read`: its two forms, and what it says about lines it cannot use."""

import io
import json

import pytest

from bot.reading import read_jsonl, read_one, read_plain
from bot.trouble import Trouble
from matchmaking.reading.reader import read

OFFER = "We offer consulting and look for distributors in France"


def answers(*lines: bytes) -> list[dict[str, object]]:
    out = io.BytesIO()
    read_jsonl(lines, out)
    return [json.loads(line) for line in out.getvalue().decode().splitlines()]


def question(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def test_each_line_is_answered_in_order() -> None:
    told = answers(
        question(id=7, text=OFFER),
        b"\n",
        question(id="ب", text="مرحبا", lang="ar"),
    )
    reading = read(OFFER)
    pairs = dict.fromkeys((intent.kind, intent.side) for intent in reading.intents)
    assert told == [
        {
            "id": 7,
            "lang": "en",
            "intents": [{"kind": kind, "side": side} for kind, side in pairs],
            "sectors": list(reading.sectors),
            "countries": ["FR"],
            "role": reading.role,
            "concepts": list(reading.concepts),
        },
        {
            "id": "ب",
            "lang": "ar",
            "intents": [],
            "sectors": [],
            "countries": [],
            "role": None,
            "concepts": [],
        },
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"id": 1', "line 2: not JSON: "),
        (b"[1]", 'line 2: not an object such as {"id": "1", "text": "…"}'),
        (b'{"text": "x"}', 'line 2: "id" must be a text or a whole number'),
        (b'{"id": true, "text": "x"}', 'line 2: "id" must be a text or a whole number'),
        (b'{"id": 1, "text": 2}', 'line 2: "text" must be a text'),
        (b'{"id": 1, "text": "x", "lang": "de"}', 'line 2: "lang" must be one of ar, fr, en'),
        (b'{"id": 1, "text": "\xe9"}', "line 2: not UTF-8 (byte 20)"),
        (b"[" * 100_000, "line 2: not JSON: "),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: bytes, said: str) -> None:
    with pytest.raises(Trouble) as caught:
        answers(question(id=1, text=OFFER), line)
    assert str(caught.value).startswith(said.strip())
    assert caught.value.code == 2


def test_half_a_surrogate_pair_is_given_back_as_it_came() -> None:
    assert answers(b'{"id": "\\ud83d", "text": "\\ud83d"}')[0]["id"] == "\ud83d"


def test_a_byte_order_mark_is_no_word() -> None:
    assert answers(b"\xef\xbb\xbf" + question(id=1, text=OFFER))[0]["id"] == 1


def test_plain_lines_get_plain_lines() -> None:
    out = io.BytesIO()
    read_plain([OFFER.encode(), b"", b"hello"], out)
    lines = out.getvalue().decode().splitlines()
    assert [len(lines), lines[1]] == [2, "en: nothing sought or offered"]


def test_a_text_on_the_command_line() -> None:
    out = io.BytesIO()
    read_one("hello", out, as_json=True)
    assert json.loads(out.getvalue())["id"] == "text"
