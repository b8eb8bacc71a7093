"""What every file of a release says of the release it is part of."""

from dataclasses import dataclass

NOTICE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(Department for Education). Other figures rest on returns that authorities and IROs made."
)
INVENTED = (
    "INVENTED DATA: every figure was made up to try the pipeline, and says nothing of anyone."
)


@dataclass(frozen=True)
class Edition:
    """A release's name, and whether it was made from invented data."""

    release: str
    invented: bool

    @property
    def warning(self) -> str:
        """What must be said first; empty for a release of real data."""
        return INVENTED if self.invented else ""

    @property
    def banner(self) -> list[str]:
        """The warning as the first lines of a page."""
        return [f"> **{self.warning}**", ""] if self.invented else []
