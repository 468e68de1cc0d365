"""The conversation: a Telegram update in, one use case, one screen out."""
