"""The courier: sends the messages that are owed, at a pace that Telegram bears."""
