"""Which feeds an address offers: known sites by rule, pages by what they name, else a guess."""
