"""A server of feeds that mean harm, or mean well and do it all the same."""
