"""Backups: packed, thinned out, tried, put back."""
