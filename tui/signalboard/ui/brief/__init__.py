"""The brief of a story on the screen: as it reads, and as it is written."""
