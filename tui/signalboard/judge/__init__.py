"""What the evidence says: pure functions of values, no I/O, no clock."""
