"""Speech to text: the engines' one protocol, the built-in ones, and what is believed of what they write."""
