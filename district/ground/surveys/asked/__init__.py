"""One place a kind: how an answer is read, kept, said, shown as a field, described as JSON schema, and printed."""
