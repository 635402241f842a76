"""Tests by purpose; what they share stands beside this file."""
