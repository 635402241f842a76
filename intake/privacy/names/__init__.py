"""Names of persons in a text, found by an engine that an organisation chooses: proposals, as all redaction is."""
