"""Registers as bureaus send them: read, map the columns, check each row, put in what is good, give back the rest."""
