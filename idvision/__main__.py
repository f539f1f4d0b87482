"""`python -m idvision` is the command `idvision`."""

import sys

from idvision.cli import main

if __name__ == "__main__":
    sys.exit(main())
