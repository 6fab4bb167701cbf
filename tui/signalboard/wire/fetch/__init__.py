"""Fetching: one request for a feed, ending in one of a closed set of outcomes."""
