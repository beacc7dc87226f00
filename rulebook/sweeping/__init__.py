"""All programmes × all subjects: columns in, verdict columns out, streaming."""
