"""The screen of one thesis: its chart, its log, its sum."""
