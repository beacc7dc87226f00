"""Questionnaires as workbooks of the XLSForm standard, in and out; whatever else they hold is refused by its cell."""
