"""``python -m signalboard``."""

import sys

from signalboard.cli import main

if __name__ == "__main__":
    sys.exit(main())
