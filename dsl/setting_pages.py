"""The reference pages of recipes' settings: how each is written, and what it does."""

from __future__ import annotations

from collections.abc import Mapping

PAGES: Mapping[str, tuple[str, str]] = {
    "sampler": ("sampler = gibbs()", "Which sampler runs the program. Without one: auto()."),
    "moves": ("moves { 60% replace(ngram)  40% swap }", "The moves and their shares, instead of the sampler's own."),
    "chains": ("chains = 16", "Chains side by side. More cost little as long as the device has room."),
    "draws": ("draws = 100", "Draws of each chain."),
    "thin": ("thin = 2 sweeps", "Time between two draws: steps or sweeps. A sweep has a step for each word."),
    "warmup": ("warmup = 300 sweeps", "Time before the first draw: steps or sweeps."),
    "keep": ("keep = 10", "How many distinct texts a search keeps, the best first."),
    "seed": ("seed = 7", "The same seed gives the same draws. Without one a fresh one is taken and printed."),
    "device": ('device = "cpu"', "Where the chains run: auto, cpu or cuda."),
    "start": ('start = "the lamp by the sea"', "The text that all chains start at, instead of draws of the surrogate."),
    "temper": (
        "temper = geometric(start=5, stop=1, over=300 sweeps)",
        "A schedule of temperatures for the warm-up, which ends at 1: what comes after are draws.",
    ),
    "anneal": (
        "anneal = geometric(start=5, stop=0.2, over=300 sweeps)",
        "A schedule of temperatures that ends below 1: a search. Its texts are the best found, and no draws.",
    ),
    "pure": ("pure = true", "Only the moves that the sampler's name says."),
    "threads": (
        "threads = 1",
        "Threads of the CPU that the run may keep busy. Populations of `smc` and climbs of `ais` on a neural base run\n"
        "side by side in so many processes, by default one a processor and at most 8, each with one thread: the draws\n"
        "are the same with any number. Everything else takes one thread by default; more pay for large neural bases.\n"
        "A program that calls Python of yours has one process. `--threads` goes before it.",
    ),
    "stop": (
        "stop = ess >= 400 and rhat <= 1.01 or elapsed >= 10 min",
        "Ends the run before its last draw. `ess` and `rhat` are those of the verdict, fewest and largest; they\n"
        "are looked at after every twentieth of the draws, 25 apart at least: at times that are fixed before the run.\n"
        "`elapsed` is looked at after every step. A search has `elapsed` and `all_hard(chains=16)`, the chains that\n"
        "meet every requirement. The draws are the first of those that the whole run would have had.\n"
        "Glynn and Whitt 1992; Flegal and Gong 2015.",
    ),
    "relax": (
        "relax = 2",
        "What a unit of distance costs, in nats, where a chain breaks requirements that are checked text by text.\n"
        "Chains pass through such texts for the whole run, and only states that meet every requirement become draws:\n"
        "these have exactly the program's law. Kemeny and Snell 1960, section 6.1.",
    ),
    "protect": (
        'protect = ["lamp", "cold sea"]',
        "Words or phrases that this recipe keeps: chains sample the model given that they stand in the text in this\n"
        "order, each whole, with anything between them. That is `require in_order(s, [...])`, and moves leave\n"
        "alone every word that could not be taken out without breaking it; `certify` certifies that law. It is a\n"
        "requirement of the recipe alone: `exact` and `score` speak of the model as it stands. A program of several\n"
        "texts says whose words they are, `protect = in_order(q, [...])` or a list of such; a hole of a template may\n"
        "stand there too. The header of the run names the words.",
    ),
    "checkpoint": (
        'checkpoint = every(60 sec, path="run.ckpt")',
        "Keeps the state of the run in a file of the current folder, every so often and on Ctrl-C. `--resume` goes on\n"
        "from there; a resumed run equals, bit for bit, one that was never interrupted. Chains are kept between two\n"
        "steps, `smc` between populations, `ais` between batches of climbs, `importance` `rejection` between draws.",
    ),
    "store": (
        'store = "run.nc"',
        "The file of the current folder that every draw is stored in: `.nc` for ArviZ, `.jsonl` for JSON Lines. See\n"
        "`wordfield explain run`.",
    ),
    "moments": (
        "moments = tilt(iterations=20, rate=1.0, draws=100)",
        "How the multipliers of `expect` are found: at most so many stages, how much of each step is made, and the\n"
        "draws of a chain in a stage. Jaynes 1957; Geyer 1994. See docs/moments.md.",
    ),
    "report": (
        "report = [divergence, weights]",
        "What the report shows of `expect` beside the means: the distance from the law without, and the multipliers.",
    ),
}


def page(name: str) -> str | None:
    """The page of a setting, None where there is none of that name."""
    if name not in PAGES:
        return None
    written, text = PAGES[name]
    return f"setting {name}\n\n    infer {{ {written} }}\n\n{text}"
