"""Where each chat stands. A chat that stands nowhere has no row."""

from sqlalchemy import Connection, bindparam, delete, select

from matchmaking.ports import Conversation
from storage.quick import Quick
from storage.tables import CONVERSATION
from storage.upserts import insert_or_update

GET = Quick(
    select(CONVERSATION.c.step, CONVERSATION.c.data).where(
        CONVERSATION.c.telegram_id == bindparam("telegram")
    )
)
SAVE = Quick(insert_or_update(CONVERSATION, keys=["telegram_id"], change=["step", "data"]))
REMOVE = Quick(delete(CONVERSATION).where(CONVERSATION.c.telegram_id == bindparam("telegram")))

NOWHERE = Conversation()


class StoredConversations:
    """`ports.Conversations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, telegram_id: int) -> Conversation:
        """Where the chat stands; an empty conversation for an unknown one."""
        row = GET.first(self._connection, telegram=telegram_id)
        return Conversation(step=row.step, data=row.data) if row else NOWHERE

    def save(self, telegram_id: int, conversation: Conversation) -> None:
        """Keeps where the chat stands; nothing is kept of one that stands nowhere."""
        if conversation == NOWHERE:
            REMOVE.run(self._connection, telegram=telegram_id)
            return
        SAVE.run(
            self._connection,
            telegram_id=telegram_id,
            step=conversation.step,
            data=dict(conversation.data),
        )
