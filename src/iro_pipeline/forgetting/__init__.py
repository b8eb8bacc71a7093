"""Erasure: people's rows, or a whole file, taken out of what is kept and never read again."""
