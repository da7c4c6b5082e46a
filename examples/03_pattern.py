"""03_pattern.wf, built in Python."""

import wordfield as wf

m = wf.Model("log_line")
m.let("iso_day", wf.pattern(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"))
m.grammar(
    "command",
    '\nstart: verb " the " colour " " thing\nverb: "open" | "close" | "paint"\ncolour: "red" | "blue"\n'
    'thing: "door" | "window" | "gate"\n',
)
s = m.text("s", "en", wf.lm(temperature=0.6), template="[{day:iso_day}] {order:command} ({note:2..6 words})")
m.require(s.note.matches("[a-z ]+"))
m.require(wf.pos(s.note.words(-1)) == "NOUN")
m.require(s.order.contains("paint") >> s.note.contains_any("wet", "dry", "coat"))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
m.infer(
    "chains", sampler=wf.mh(), chains=8, warmup=wf.sweeps(10), draws=25,
    moves=[(60, wf.replace("ngram")), (20, wf.resample(s.day)), (20, wf.regenerate())],
)  # fmt: skip
model = m
