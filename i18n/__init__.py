"""The product's words in Arabic, French and English, and how numbers and days are written."""
