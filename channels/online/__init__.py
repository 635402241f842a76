"""Contributions that people made on the website, in the same store and under the same rules as all others."""
