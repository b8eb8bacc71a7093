"""What sections read of whom they are about: a group of authorities, or one."""

from typing import Protocol

from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.released import Tables


class About(Protocol):
    """`level` and `code` are those of its rows in the tables, `within` its name in a sentence."""

    @property
    def tables(self) -> Tables: ...

    @property
    def name(self) -> str: ...

    @property
    def within(self) -> str: ...

    @property
    def level(self) -> str: ...

    @property
    def code(self) -> str: ...

    @property
    def period(self) -> int: ...

    @property
    def summary(self) -> tuple[Measure, ...]: ...
