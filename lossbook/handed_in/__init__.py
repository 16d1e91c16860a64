"""Notebooks that a class hands in: the exercises in them are run, each in a process of its own, and judged.

The command is ``python -m lossbook.exercises notebooks/*.ipynb``.
"""
