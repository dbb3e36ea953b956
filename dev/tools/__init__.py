"""Set-up of the development environment; standard library only."""

import sys

# Before any newer syntax is read.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit(
        f"Stopped: the tools need Python 3.10 to 3.13, not {sys.version.split()[0]}."
        " Name another: make … PYTHON=/path/to/python3.12"
    )
