"""What the product does, one function each: load, decide, save, leave notices."""
