"""Unblind a labelled sheet: how often samples are called natural, against corpus sentences.

    python benchmarks/quality/blind_rates.py LABELS KEY --facts FACTS --json RESULT

LABELS has a line for each number of the sheet: the number, then 1 (natural) or 0 (not). FACTS is what was written
beside the key; it goes into the result, so that the figures name the weights that they are of.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from report import write
from sheet import judged, read_table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("key", type=Path)
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    ratio, counts = judged(read_table(options.labels), read_table(options.key))
    for origin, (natural, number) in counts.items():
        print(f"{origin:8s} natural {natural} of {number}, {100 * natural / number:.0f} %")
    print(f"ratio {ratio.ratio:.2f}, 95 % interval {ratio.low:.2f} to {ratio.high:.2f} (log scale)")
    facts = json.loads(options.facts.read_text(encoding="utf-8"))
    write(options.json, {**facts, **asdict(ratio), "counts": counts})


if __name__ == "__main__":
    main()
