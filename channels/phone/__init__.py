"""The phone door: calls, keys, speech and recordings."""
