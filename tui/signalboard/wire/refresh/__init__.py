"""Refreshing: which feeds are due, fetching and parsing them, filing what came."""
