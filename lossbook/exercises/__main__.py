"""``python -m lossbook.exercises notebooks/*.ipynb`` judges the exercises in notebooks that a class hands in."""

if __name__ == "__main__":
    import sys

    from lossbook.handed_in.command import main

    sys.exit(main())
