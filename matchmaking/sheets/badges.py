"""Badges to print: a page of names, each with a code of its own, by which a helper at the door
checks its wearer in. It opens the assistant for the wearer, too, and does not show the personal
link to whoever sees the badge.

A page for any browser and its printer, A4, eight on a sheet. Browsers shape Arabic and break long
names; nothing is fetched from elsewhere, so that it prints without a network.
"""

import html
from collections.abc import Iterable

import segno

from matchmaking.intents import Language
from matchmaking.registrations import Registered
from matchmaking.sheets.words import word_for
from matchmaking.sheets.writing import badge_link_of

_STYLE = """
@page { size: A4; margin: 8mm }
body { margin: 0; font: 11pt "Noto Sans", "Noto Sans Arabic", "Segoe UI", Tahoma, sans-serif }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm }
article { box-sizing: border-box; height: 66mm; padding: 5mm; border: 1px dashed #999;
  border-radius: 3mm; display: flex; gap: 4mm; align-items: center; break-inside: avoid;
  overflow: hidden }
article > div { flex: 1; min-width: 0; overflow-wrap: anywhere }
h1 { font-size: 18pt; line-height: 1.2; margin: 0 0 2mm }
p { margin: 0 0 1mm } small { color: #555 } svg { width: 32mm; height: 32mm; flex: none }
"""


def badges(registered: Iterable[Registered], address: str, title: str, language: Language) -> bytes:
    """The page, in the organiser's language. `address` is the bot's."""
    side = "rtl" if language is Language.AR else "ltr"
    cards = "".join(_badge(one, address, title, language) for one in registered)
    return (
        f'<!doctype html><html lang="{language}" dir="{side}"><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style><main>{cards}</main></html>"
    ).encode()


def _badge(one: Registered, address: str, title: str, language: Language) -> str:
    code = segno.make(badge_link_of(one, address), error="m", micro=False)
    picture = code.svg_inline(scale=4, border=1)
    role = word_for("role", one.what.role.value, language) if one.what.role else ""
    lines = [one.what.organisation, role]
    told = "".join(f'<p dir="auto">{html.escape(line)}</p>' for line in lines if line)
    return (
        f'<article><div><h1 dir="auto">{html.escape(one.what.name)}</h1>{told}'
        f'<small dir="auto">{html.escape(title)}</small></div>{picture}</article>'
    )
