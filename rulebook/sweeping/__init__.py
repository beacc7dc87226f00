"""All programmes × all subjects: columns in, verdict columns out, streaming."""

from rulebook.extras import need

need("duckdb", "numpy")
