"""What servers do, each with the outcome it must have. Ninety ways and more."""

from tests.faults import answers, bodies
from tests.faults.serving import CASES, TARGETS

__all__ = ["CASES", "TARGETS", "answers", "bodies"]
