"""What a person does on the board, by kind; the board is all of them."""
