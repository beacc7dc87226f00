"""`python -m tests.house.matrix`: the table written anew, for review; what changed is said."""

from __future__ import annotations

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ |= {"HUIQI_MATRIX": "write", "HUIQI_THOROUGH": "1"}
    sys.exit(pytest.main(["-q", "-s", "-p", "no:xdist", "tests/house/test_matrix.py"]))
