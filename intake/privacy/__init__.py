"""What protects people: personal data found before anything is published."""
