"""One gate before every workbook that somebody hands in."""
