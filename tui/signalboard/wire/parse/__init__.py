"""Parsing: bytes to entries, in worker processes that can be killed."""
