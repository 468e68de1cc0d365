"""Rows and transactions: what the product remembers."""
