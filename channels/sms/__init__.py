"""The SMS door: a conversation in text messages."""
