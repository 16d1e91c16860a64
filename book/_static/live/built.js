// What the build knows. It writes this file (python_pages.py).
/** Where the course's own package is, from here. */
export const course = "";
/** Bytes of the files that Python is made of, as hosts send them. */
export const sizes = {};
/** Whether the editor is here. */
export const prism = false;
