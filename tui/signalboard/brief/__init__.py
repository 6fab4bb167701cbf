"""Newsletter briefs: begun from a story, written as plain text, read back, checked. Pure."""
