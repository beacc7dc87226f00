"""Two catalogues over one register: who gains, who loses, what it costs, who stands just below a line."""

from rulebook.extras import need

need("duckdb", "numpy")
