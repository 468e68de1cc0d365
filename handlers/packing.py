"""How buttons carry values (see `callbacks`): ids, and the edition that a value belongs to."""

from typing import Annotated, Self

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

SEPARATOR = ":"
"""Between a button's prefix and its values (aiogram's `CallbackData`)."""

Id = Annotated[int, Field(ge=0, lt=2**31)]
"""An id, a minute, or choices as bits: what is larger was never ours."""


class OfEdition(CallbackData, prefix="ed0"):
    """A button whose values mean something at one edition only. 0: at the one its reader is in, as
    on buttons made before there were several; it is left out then, and stands last otherwise."""

    edition: Id = 0

    def pack(self) -> str:
        """What the button carries."""
        prefix, edition, *values = super().pack().split(SEPARATOR)
        return SEPARATOR.join([prefix, *values, *([edition] if self.edition else [])])

    @classmethod
    def unpack(cls, value: str) -> Self:
        """The same as a value; ValueError or TypeError for what was never ours."""
        prefix, *values = value.split(SEPARATOR)
        if len(values) < len(cls.model_fields):
            values.append("0")
        *values, edition = values
        return super().unpack(SEPARATOR.join([prefix, edition, *values]))
