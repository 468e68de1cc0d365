"""Formatted text: parse modes in, text with entities in UTF-16 units out, and back to HTML."""
