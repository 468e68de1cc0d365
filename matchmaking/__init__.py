"""The rules of the product, as plain synchronous code."""
