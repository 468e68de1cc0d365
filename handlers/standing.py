"""What somebody whom organisers have removed may still do: erase what is kept of them, ask, and go
to another edition."""

from aiogram.types import Update

from handlers import callbacks as cb
from handlers import states
from handlers.callbacks_editions import Editions, GoTo
from handlers.callbacks_moderation import AskBack
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.moderation import Standing

COMMANDS = {"/privacy", "/editions"}
PRIVACY = {cb.To.PRIVACY, cb.To.ERASE, cb.To.ERASE_YES}
STEPS = {states.ASK_BACK, states.ERASE}


def let_through(update: Update, turn: Turn) -> None:
    """Raises `Refused` (REMOVED) for what somebody who was removed may not do."""
    if turn.known is None or turn.known.standing is not Standing.REMOVED:
        return
    tap, message = update.callback_query, update.message
    if tap is not None:
        asked = cb.unpack(tap.data or "", (cb.Go, AskBack, Editions, GoTo))
        allowed = asked is not None and (not isinstance(asked, cb.Go) or asked.to in PRIVACY)
    elif message is not None:
        said = (message.text or "").split(maxsplit=1)
        first = said[0] if said else ""
        awaited = turn.work.conversation.step in STEPS and first and not first.startswith("/")
        # A link may lead to another edition, from which nobody has removed them.
        link = first == "/start" and len(said) > 1
        allowed = first in COMMANDS or link or bool(awaited)
    else:
        allowed = True  # blocking and unblocking the bot
    if not allowed:
        raise Refused(Refusal.REMOVED)
