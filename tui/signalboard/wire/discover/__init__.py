"""Which feeds an address offers: known sites by rule, else at the usual places."""
