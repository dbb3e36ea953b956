"""A whole first refresh by the scheduler, in its own process."""

import json
import subprocess
import sys
from pathlib import Path

from catalogue import at_most, line

NIGHT = Path(__file__).resolve().parent.parent / "night.py"


@line(
    "First refresh by the scheduler, in slices that are committed",
    memory_mb=at_most(150),
    slice_seconds=at_most(10),
)
def scheduler(world):
    output = subprocess.run(
        [sys.executable, str(NIGHT), world.database],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    world.settle()
    return json.loads(output)
