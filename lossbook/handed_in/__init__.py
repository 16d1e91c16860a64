"""Notebooks that a class hands in: the cells with exercises are run, each in a process of its own, and judged.

The command is ``python -m lossbook.exercises notebooks/*.ipynb``. ``notebooks.py`` reads what was handed in, ``sandbox.py``
starts a process for each answer, ``child.py`` is what runs in it, and ``results.py`` writes what became of them.
"""
