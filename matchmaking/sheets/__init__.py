"""Tables that people send: read without trust, named by sheet, row and column."""
