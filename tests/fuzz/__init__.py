"""What any bytes do to each door of the house: ``make fuzz``, and a moment of it in every run."""
