"""42_quiz.wf, built in Python."""

from pathlib import Path

import wordfield as wf

m = wf.Model("distractors", folder=Path(__file__).parent)
answer = m.param("answer", str, default="violin")
kind = m.param("kind", str, default="music")
s = m.text("s", "words", wf.uniform(wf.lines("lists/nouns.txt")), template="{a:1 word} {b:1 word} {c:1 word}")
m.require(wf.different(s.a, s.b, s.c))
m.forbid(wf.any_(lambda w: w == answer, s.words))
m.require(wf.all_(lambda w: (wf.topic(w, answer) >= 0.35) & (wf.topic(w, kind) >= 0.2), s.words))
m.forbid(wf.any_(lambda w: wf.topic(w, answer) > 0.9, s.words))
model = m
