"""Lists of feeds from other readers and for them: OPML, newsboat's urls, plain addresses."""
