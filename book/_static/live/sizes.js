// Bytes of the files that Python is made of, as hosts send them. The build writes this file (python_pages.py).
export default {};
