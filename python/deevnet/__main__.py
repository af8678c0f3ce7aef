"""`python -m deevnet` runs the command."""

import sys

from deevnet.command import main

sys.exit(main())
