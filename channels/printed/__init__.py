"""What is printed to be filled in by hand: typeset, stamped with its identity, and read when it comes back."""
