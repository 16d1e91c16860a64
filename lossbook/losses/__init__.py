"""The losses: formulas and slopes, what goes into them, the catalogue, and losses made from losses. NumPy alone."""
