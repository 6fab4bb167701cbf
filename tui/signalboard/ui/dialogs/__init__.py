"""Where a person types or chooses: opened over the board, loaded when first needed."""
