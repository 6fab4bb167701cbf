"""The health of the feeds: a screen of its own."""
