"""How well samplers mix on programs that are hard for a neural base: worst R-hat, least effective draws, evaluations.

    OMP_NUM_THREADS=1 python benchmarks/mixing.py            every program under every sampler, a quarter of an hour
    OMP_NUM_THREADS=1 python benchmarks/mixing.py sharpened  that program alone
    OMP_NUM_THREADS=1 python benchmarks/mixing.py smc        that sampler alone

Each run has about half a minute of one core. `worth` is the number of effective draws that the run itself states: the
least over all statistics; of weighted draws also that of their weights, and at most one a lineage.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import torch
from wordfield.inference import workers

import wordfield as wf

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SENTENCE = 'text s : en ~ lm()\nrequire s has 6..10 words\nrequire s contains "sea"\n'


def example(name: str, base: str) -> str:
    """The text of an example with another base."""
    return re.sub(r"lm\([^)]*\)", base, (EXAMPLES / name).read_text("utf8"))


PROGRAMS = {
    "keywords": example("01_keywords.wf", "lm()"),
    "soft terms": SENTENCE + "prefer sentiment(s) weight 6\n",
    "similarity": SENTENCE + 'prefer similarity(s, "the ship sailed away in a storm") weight 20\n',
    "sharpened": SENTENCE.replace("lm()", "lm(power=2)"),
    "masked model": SENTENCE + "factor fluent = 0.5 * pll(s, mlm())\n",
    "long text": SENTENCE.replace("6..10", "24..30"),
    "two texts": example("18_two_lines.wf", "ngram()"),
}
RECIPES = {
    "smc": "infer { sampler = smc(particles=256)  chains = 16  draws = 256 }",
    "gibbs": "infer { sampler = gibbs()  chains = 8  warmup = 100 steps  draws = 60  thin = 3 steps }",
    "mh, delayed": "infer { sampler = mh(delayed=true)  chains = 8  warmup = 100 steps  draws = 60  thin = 3 steps }",
}


def line(program: str, recipe: str) -> str:
    """One row of the table."""
    source = PROGRAMS[program].partition("\ninfer ")[0] + "\n" + RECIPES[recipe] + "\n"
    began = time.process_time()
    with workers.at_most(1):
        result = wf.Model.from_source(source, folder=EXAMPLES).sample(seed=7)
    summary, seconds = result.summary(), time.process_time() - began
    rhat = max(summary["rhat"].values(), default=float("nan"))
    told = f"{rhat:.2f}" if not rhat >= 100.0 else "over 100"
    worth = summary.get("effective_draws") or min(summary["ess"].values(), default=float("nan"))
    cost = summary["lm_evaluations"] / worth if worth else float("nan")
    cells = (program, recipe, told, f"{worth:.0f}", f"{summary['lm_evaluations']:,}", f"{cost:,.0f}")
    return f"| {' | '.join(cells)} | {seconds:.0f} |"


def main(wanted: list[str]) -> None:
    """Prints the table."""
    torch.set_num_threads(1)
    print("| program | sampler | worst R-hat | worth | evaluations | evaluations a draw's worth | s |")
    print("|---|---|---|---|---|---|---|")
    for program in PROGRAMS:
        for recipe in RECIPES:
            if not wanted or program in wanted or recipe in wanted:
                try:
                    print(line(program, recipe), flush=True)
                except (wf.ProgramError, RuntimeError, ValueError) as error:
                    print(f"| {program} | {recipe} | {type(error).__name__}: {error} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
