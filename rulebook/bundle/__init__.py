"""The audit bundle: one file that re-derives every decision of one programme and year, offline."""

from rulebook.extras import need

need("cryptography")
