"""`python -m deevnet` runs the command."""

import sys

from deevnet.command import main

if __name__ == "__main__":
    sys.exit(main())
