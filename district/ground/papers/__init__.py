"""Official papers: one description, written as DOCX and as PDF."""
