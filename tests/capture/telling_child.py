"""Tells the names of its environment."""

import os
import sys

sys.stdout.write("\n".join(["PATH", *os.environ]))
