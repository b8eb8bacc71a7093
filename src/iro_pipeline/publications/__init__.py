"""Publications: each reads tables that disclosure control let through, and nothing else."""

from iro_pipeline.publications.checksums import verify
from iro_pipeline.publications.release import ReleaseContents, publish

__all__ = ["ReleaseContents", "publish", "verify"]
