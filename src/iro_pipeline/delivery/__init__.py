"""How a lead gets their own pack, and nobody else's: by mail, or into a folder that is synced."""


class Undeliverable(Exception):
    """Nothing can be delivered: what was found, what was expected, what to do."""
