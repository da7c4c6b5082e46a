"""Every example from the command line, without network: each ends within a minute, every draw meets everything."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time

import pytest
from house import ROOT

sys.path.insert(0, str(ROOT / "benchmarks" / "gallery"))
from gallery import ENTRIES

LIMIT = 60  # seconds on two idle cores


@pytest.mark.slow
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_example_runs_and_every_draw_meets_every_requirement(entry):
    command = [sys.executable, "-m", "wordfield", *shlex.split(entry.command)[1:], "--json"]
    environment = os.environ | {"HF_HUB_OFFLINE": "1"}
    environment.pop(
        "OMP_NUM_THREADS", None
    )  # which the other tests run under: as a user has it, both cores may be busy
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    header, *draws, summary = map(json.loads, done.stdout.splitlines())
    print(f"{entry.name}: {took:.0f} s, {len(draws)} draws, {summary['verdict']}")
    assert header["kind"] == "header" and summary["kind"] == "summary" and len(draws) == 20
    assert all(draw["hard_ok"] and draw["log_score"] is not None for draw in draws)
    assert took < LIMIT
