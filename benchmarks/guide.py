"""How well the guide fits a program: python benchmarks/guide.py examples/01_keywords.wf --runs 20

Runs populations one after another and prints for each log Z, effective particles, lineages, distinct texts and seconds;
then the spread of log Z, and how often `regenerate` accepts a whole new text: texts of the guide against texts of the
last population, by the very ratio of the move. One thread.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.graph import FactorGraph
from wordfield.inference.guide.population import Population
from wordfield.inference.random import Stream
from wordfield.inference.samplers.smc import Smc
from wordfield.inference.texts import Texts


def whole(graph: FactorGraph, population: Population, seed: int) -> float:
    """The share of whole new texts that are accepted from texts of a population."""
    rows = population.log_weights.shape[1]
    none = torch.zeros(rows, dtype=torch.int64)
    fresh, drawn = graph.guide.draw(Stream(seed, "whole", rows), Texts(torch.zeros(rows, graph.places).long(), none))
    generator = torch.Generator().manual_seed(seed)
    kept = torch.multinomial(population.log_weights[0].softmax(0), rows, replacement=True, generator=generator)
    old = population.texts.rows(kept)
    ratio = graph.log_prob(fresh) - drawn - graph.log_prob(old) + graph.guide.weigh(old, none)
    return float(ratio.exp().clamp(max=1.0).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--particles", type=int, default=256)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(1)
    source = Source(options.program.name, options.program.read_text(encoding="utf-8"))
    folder = options.program.parent
    begin = time.perf_counter()
    graph = compile_model(elaborate(check_source(source, folder)), folder)
    loaded = time.perf_counter()
    assert graph.guide is not None
    print(f"loading {loaded - begin:.1f} s, look-ahead {time.perf_counter() - loaded:.1f} s", flush=True)
    sampler, found = Smc(particles=options.particles), []
    for number in range(options.runs):
        begin, processor = time.perf_counter(), time.process_time()
        one = sampler.population(graph, options.seed, number)
        seconds, spent = time.perf_counter() - begin, time.process_time() - processor
        found.append(float(one.log_z[0]))
        distinct = len(set(graph.host.rows(one.texts)))
        print(
            f"log Z {found[-1]:.2f}  effective {float(one.ess[0]):.0f}  lineages {int(one.lineages[0])}  "
            f"distinct {distinct}  {seconds:.1f} s, {spent:.1f} of the processor",
            flush=True,
        )
    values = torch.tensor(found)
    print(f"log Z {values.mean():.2f}, standard deviation over {options.runs} runs {values.std():.2f}")
    print(f"whole texts accepted {100 * whole(graph, one, options.seed):.1f} %")


if __name__ == "__main__":
    main()
