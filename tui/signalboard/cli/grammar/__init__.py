"""What may be typed: names, options and help. The names are a contract."""
