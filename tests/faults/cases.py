"""What servers do, each with the outcome it must have. Over two hundred ways."""

from tests.faults import answers, bodies, odd
from tests.faults.serving import CASES, TARGETS

__all__ = ["CASES", "TARGETS", "answers", "bodies", "odd"]
