"""Small data that were made up, for pictures and sums that are done by hand."""

from __future__ import annotations

HOUSES = (200.0, 210.0, 220.0, 230.0)
"""Prices of four houses on a street, in thousands."""

MANSION = 1000.0
"""Price of the house that does not fit, in thousands."""

DELIVERIES = (18.0, 21.0, 24.0, 25.0, 27.0, 28.0, 30.0, 31.0, 33.0, 34.0, 35.0, 36.0, 41.0, 47.0, 55.0)
"""How long fifteen deliveries took, in minutes."""
