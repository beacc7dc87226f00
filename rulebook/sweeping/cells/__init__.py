"""Totals by cells: facts coded, every condition judged once a code by the closures, masks and histograms a row."""
