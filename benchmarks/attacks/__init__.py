"""Invented releases, what a reader can tell of them by a second reckoning, and their prices."""
