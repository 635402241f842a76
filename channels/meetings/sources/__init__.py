"""One file a format: what stands in it, as pieces in reading order."""
