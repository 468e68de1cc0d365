"""Buttons that are somebody else's, or nobody's: answered kindly, and nothing is revealed."""

import pytest

from tests.handlers.chat import World
from tests.handlers.pairs import offered, pair

pytestmark = pytest.mark.anyio

GONE = (
    "This button leads nowhere any more. "
    "Open your meetings or matches afresh with /meetings or /matches."
)
OUT_OF_DATE = "This is out of date: what it was about is there no more."
ONLY = (
    "Only organisers can do that. "
    "You lose nothing: your matches are in /matches, your meetings in /meetings."
)


@pytest.mark.parametrize(
    "data", ["mc:{}", "mp:{}", "pa:{}:later", "tb:{}", "pr:{}", "me:{}", "de:{}", "wd:{}",
             "ca:{}:0", "ca:{}:1", "ac:{}:30226000", "of:{}:1cd3b90", "ps:{}:zzz:1",
             "ps:{}:1cd3b90:1", "an:{}:again"],
)  # fmt: skip
async def test_somebody_elses_id_reads_like_one_that_never_was(world: World, data: str) -> None:
    await offered(world)
    eve = world.phone("Eve", "en")
    await eve.onboard("We are looking for a patent lawyer.", speaks=1)
    told = len(eve.toasts)
    card = eve.last
    shown = set()
    for number in (1, 987654):
        shown.add((await eve.tap_data(data.format(number), card.message_id)).text)
    if data.startswith("an:"):
        assert (shown, eve.toasts[told:]) == ({card.text}, [ONLY, ONLY])
    else:
        assert (shown, eve.toasts[told:]) == ({OUT_OF_DATE}, [])
        assert card.labels == ["See whom to meet", "See my meetings"]


@pytest.mark.parametrize("data", ["", "x", "mc", "mc:-1", "mc:99999999999999999999", "go:there:0",
                                  "tp:nothing.such", "co:XX:", "co:FR:Mars/Base", "la:de",
                                  "sw:what:1", "pa:1:never", "ac:1:99999999999"])  # fmt: skip
async def test_a_forged_button_is_answered_kindly(world: World, data: str) -> None:
    rania, _ = await pair(world)
    await rania.tap_data(data or " ", rania.last.message_id)
    assert rania.toasts == [*rania.toasts[:-1], GONE]
