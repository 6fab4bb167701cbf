"""signalboard: judge the news against theses that can turn out false."""

__version__ = "0.1.0"
