"""Measurements, run by hand or by ``make``: ``python -m bench.NAME``. Not part of the package."""
