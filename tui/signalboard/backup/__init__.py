"""Backups: what cannot be fetched again, kept more than once, and put back.

Loaded part by part: what packs files takes longer to load than most commands to run.
"""
