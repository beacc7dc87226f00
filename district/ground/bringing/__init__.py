"""What rooms bring and the site collects: menu, parts of the home pages, to-dos, nightly work, demonstration."""
