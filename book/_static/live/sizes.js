// Where the course's own package is, from here, and the bytes of the files that Python is made of, as hosts send them.
// The build writes this file (python_pages.py).
export const course = "";
export default {};
