"""The world: people, their chat with the bot, messages, taps and the clock.

Synchronous and pure of any network: both doors call it, it tells ``listeners`` what happened.
It owns what is true (who started, who blocked, which message is where); it does not know how a
call is spelled, nor how a page looks.

Choices where Telegram says nothing exact:

* A person "has started" once they said anything at all (Telegram's clients make /start the first).
* Message ids rise over all chats, as they do for a bot on Telegram.
* People's ids are above 2^32, as new accounts' are: a 32-bit column would show at once.
"""

from collections.abc import Callable
from itertools import count
from typing import Any, Final

from rehearsal.clock import Clock
from rehearsal.errors import Json, NoSuch, Wrong, bad, forbidden
from rehearsal.filestore import FileStore, StoredFile
from rehearsal.people import Entry, Person, Query, new_person
from rehearsal.profile import Profile
from rehearsal.taps import Taps
from rehearsal.text.compose import compose
from rehearsal.updates import Updates
from rehearsal.webhook_settings import Webhook

DELETE_WITHIN_S: Final = 48 * 3600
_FIRST_PERSON: Final = 5_000_000_001
_FIRST_UPDATE: Final = 700_000_001

Listener = Callable[[str, Person | None, Any], None]


class World:
    """Everything that is, in one place."""

    def __init__(self, *, profile: Profile, clock: Clock) -> None:
        self.profile = profile
        self.clock = clock
        self.files = FileStore()
        self.updates = Updates(clock, _FIRST_UPDATE)
        self.people: dict[int, Person] = {}
        self._taps = Taps(clock)
        self.listeners: list[Listener] = []
        self.hints: list[Json] = []
        self.next_reminder: Json = {"at": None, "title": None}
        self.webhook = Webhook()
        self.droppers: list[Callable[[], None]] = []  # who else holds updates to be dropped
        self._message_ids = count(1)

    def tell(self, event: str, person: Person | None, data: Any) -> None:
        """Tell everyone who listens what happened."""
        for listener in self.listeners:
            listener(event, person, data)

    def drop_updates(self) -> None:
        """Forget every update that the bot does not have yet."""
        self.updates.clear()
        for drop in self.droppers:
            drop()

    # --- people -------------------------------------------------------------------------

    def add_person(
        self, name: str, language_code: str, username: str | None = None, more: Json | None = None
    ) -> Person:
        """Let someone in; they have not started the bot yet. Raises Wrong."""
        name = " ".join(name.split())
        if not name:
            raise Wrong("a person needs a name")
        number = _FIRST_PERSON + len(self.people)
        person = new_person(number, name, language_code, username, more or {})
        self.people[number] = person
        self.tell("person", person, None)
        return person

    def person(self, number: int) -> Person:
        """Return a person; raises NoSuch."""
        person = self.people.get(number)
        if person is None:
            raise NoSuch(f"there is no person {number}")
        return person

    def met(self, chat_id: int | str) -> Person:
        """Return whose chat this is, for a method; refuses a chat that nobody has."""
        person = self.people.get(chat_id) if isinstance(chat_id, int) else None
        if person is None:
            raise bad("chat not found")
        return person

    def reach(self, chat_id: int | str) -> Person:
        """Return whom a message would reach; refuses those whom the bot may not write to."""
        person = self.met(chat_id)
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return person

    def set_blocked(self, person: Person, blocked: bool) -> None:
        """Block or unblock the bot; one who never started does so unnoticed."""
        if person.blocked == blocked:
            return
        person.blocked = blocked
        if person.started:
            states = ("member", "kicked") if blocked else ("kicked", "member")
            old, new = (self._membership(state) for state in states)
            self.updates.push(
                "my_chat_member",
                {
                    "chat": person.chat,
                    "from": person.user,
                    "date": int(self.clock.now()),
                    "old_chat_member": old,
                    "new_chat_member": new,
                },
            )
        self.tell("person", person, None)

    def _membership(self, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": self.profile.user()} | until

    def deactivate(self, person: Person) -> None:
        """Delete a person's account."""
        person.deactivated = True
        self.tell("person", person, None)

    # --- what people do -----------------------------------------------------------------

    def say(self, person: Person, text: str, reply_to: int | None = None) -> Entry:
        """A person writes. Raises Wrong for what a phone would not send."""
        text, entities = compose(text)
        if not text:
            raise Wrong("there is nothing to say")
        content: Json = {"text": text}
        if entities:
            content["entities"] = entities
        return self.hear(person, content, reply_to)

    def hear(self, person: Person, content: Json, reply_to: int | None = None) -> Entry:
        """Put a person's message (its content fields) into the chat and queue the update."""
        if person.deactivated:
            raise Wrong("this account is deleted")
        if person.blocked:
            raise Wrong("this person has blocked the bot: unblock it first")
        content = self.answering(person, content, reply_to)
        person.started = True
        keyboard = person.reply_keyboard
        if keyboard is not None and keyboard.get("one_time_keyboard"):
            person.reply_keyboard = None
        entry = self._add(person, person.user, content, by_bot=False)
        self.updates.push("message", entry.message)
        return entry

    def answering(self, person: Person, content: Json, reply_to: int | None) -> Json:
        """Return the content with the message that it answers; raises NoSuch."""
        if reply_to is None:
            return content
        quoted = person.entries.get(reply_to)
        if quoted is None:
            raise NoSuch(f"there is no message {reply_to} in this chat")
        plain = {k: v for k, v in quoted.message.items() if k != "reply_to_message"}
        return {"reply_to_message": plain} | content

    def send_file(self, person: Person, stored: StoredFile, caption: str) -> Entry:
        """A person sends a picture or a document."""
        content: Json = (
            {"photo": stored.as_photo()} if stored.is_photo else {"document": stored.as_document()}
        )
        text, entities = compose(caption)
        if text:
            content["caption"] = text
        if entities:
            content["caption_entities"] = entities
        return self.hear(person, content)

    def tap(self, person: Person, entry: Entry, data: str) -> Query:
        """A person taps a callback button."""
        if person.blocked:
            raise Wrong("this person has blocked the bot: unblock it first")
        query = self._taps.add(person)
        self.updates.push(
            "callback_query",
            {
                "id": query.id,
                "from": person.user,
                "message": entry.message,
                "chat_instance": str(person.id * 7919),
                "data": data,
            },
        )
        return query

    # --- what the bot does --------------------------------------------------------------

    def answer(self, query_id: str, answer: Json) -> None:
        """Answer a tap once and in time; otherwise refuse."""
        query = self._taps.answered(query_id)
        if query.on_answer is not None:
            query.on_answer(answer)
        self.tell("toast", query.person, answer)

    def post(self, person: Person, content: Json, markup: Json | None) -> Entry:
        """Put a message of the bot into a chat."""
        inline = markup is not None and "inline_keyboard" in markup
        if inline:
            content = content | {"reply_markup": markup}
        elif markup is not None:
            person.reply_keyboard = markup if "keyboard" in markup else None
        reply = None if inline else markup
        return self._add(person, self.profile.user(), content, by_bot=True, reply=reply)

    def _add(
        self,
        person: Person,
        sender: Json,
        content: Json,
        *,
        by_bot: bool,
        reply: Json | None = None,
    ) -> Entry:
        message: Json = {
            "message_id": next(self._message_ids),
            "from": sender,
            "chat": person.chat,
            "date": int(self.clock.now()),
        }
        message.update(content)
        entry = Entry(message=message, by_bot=by_bot, reply_markup=reply)
        person.entries[message["message_id"]] = entry
        self.tell("message", person, entry)
        return entry

    def change(self, person: Person, entry: Entry, changed: Json) -> Json:
        """Replace a message by its edited form, and return that."""
        entry.message = changed | {"edit_date": int(self.clock.now())}
        self.tell("edit", person, entry)
        return entry.message

    def remove(self, person: Person, message_id: int) -> None:
        """Take a message away from both sides."""
        del person.entries[message_id]
        self.tell("delete", person, {"message_id": message_id})

    def pin(self, person: Person, entry: Entry, pinned: bool) -> None:
        """Pin or unpin a message."""
        if entry.pinned != pinned:
            entry.pinned = pinned
            self.tell("edit", person, entry)
