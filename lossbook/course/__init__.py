"""What the chapters show beside the losses: figures, displays, and the content of the reference pages."""
