"""What runs the cells of a page in the reader's browser. Nothing here needs a browser to be imported and tested."""
