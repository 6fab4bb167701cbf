"""The screen of the watches: dated questions, how they came out, what was forecast."""
