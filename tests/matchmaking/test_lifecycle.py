"""The lifecycle table: what it allows, and that nothing leaves it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import TABLE, State, Step, move

FINAL = {
    State.HELD,
    State.NO_SHOW,
    State.DECLINED,
    State.WITHDRAWN,
    State.EXPIRED,
    State.CANCELLED,
}


def test_the_table_is_the_one_agreed() -> None:
    assert {(a.value, step.value, b.value) for (a, step), b in TABLE.items()} == {
        ("offered", "counter", "offered"),
        ("offered", "accept", "accepted"),
        ("offered", "decline", "declined"),
        ("offered", "withdraw", "withdrawn"),
        ("offered", "expire", "expired"),
        ("accepted", "ask", "accepted"),
        ("accepted", "keep", "accepted"),
        ("accepted", "reschedule", "accepted"),
        ("accepted", "cancel", "cancelled"),
        ("accepted", "start", "started"),
        ("accepted", "hold", "held"),
        ("accepted", "miss", "no_show"),
        ("accepted", "close", "unconfirmed"),
        ("started", "cancel", "cancelled"),
        ("started", "hold", "held"),
        ("started", "miss", "no_show"),
        ("started", "close", "unconfirmed"),
        ("unconfirmed", "hold", "held"),
        ("unconfirmed", "miss", "no_show"),
    }


@pytest.mark.parametrize(
    ("state", "step"), [pair for pair in product(State, Step) if pair not in TABLE]
)
def test_a_step_outside_the_table_is_refused(state: State, step: Step) -> None:
    with pytest.raises(Refused) as refused:
        move(state, step)
    assert refused.value.refusal is Refusal.ILLEGAL_MOVE
    assert refused.value.data == {"state": state, "step": step}


@given(st.lists(st.sampled_from(Step), max_size=40))
def test_no_walk_leaves_the_table_or_an_end(steps: list[Step]) -> None:
    state = State.OFFERED
    for step in steps:
        before = state
        try:
            state = move(state, step)
        except Refused:
            state = before
        if before in FINAL:
            assert state is before
        if state is not before:
            assert TABLE[before, step] is state
