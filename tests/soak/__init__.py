"""Long trials of what is promised, run by hand (`make soak-kill`); the tests run a short form."""
