"""What somebody whom organisers have removed may still do: erase what is kept of them, and ask."""

from aiogram.types import Update

from handlers import callbacks as cb
from handlers import states
from handlers.callbacks_moderation import AskBack
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.moderation import Standing

PRIVACY = {cb.To.PRIVACY, cb.To.ERASE, cb.To.ERASE_YES}
STEPS = {states.ASK_BACK, states.ERASE}


def let_through(update: Update, turn: Turn) -> None:
    """Raises `Refused` (REMOVED) for what somebody who was removed may not do."""
    if turn.known is None or turn.known.standing is not Standing.REMOVED:
        return
    tap, message = update.callback_query, update.message
    if tap is not None:
        asked = cb.unpack(tap.data or "", (cb.Go, AskBack))
        allowed = isinstance(asked, AskBack) or (isinstance(asked, cb.Go) and asked.to in PRIVACY)
    elif message is not None:
        said = (message.text or "").split(maxsplit=1)[:1]
        awaited = turn.work.conversation.step in STEPS and said and not said[0].startswith("/")
        allowed = said == ["/privacy"] or bool(awaited)
    else:
        allowed = True  # blocking and unblocking the bot
    if not allowed:
        raise Refused(Refusal.REMOVED)
