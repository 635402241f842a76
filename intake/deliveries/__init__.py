"""What was approved goes to another platform, exactly once. `target.py` is the seam."""
