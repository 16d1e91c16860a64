"""``python -m lossbook.exercises notebooks/*.ipynb`` judges the exercises in notebooks that a class hands in."""

import sys

from lossbook.handed_in.command import main

if __name__ == "__main__":
    sys.exit(main())
