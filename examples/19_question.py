"""19_question.wf, built in Python."""

import wordfield as wf

m = wf.Model("question")
about = m.param("about", str, default="letter")
q = m.text("q", "en", wf.lm(temperature=0.7), template="Do you know {what:2..4 words}?")
a = m.text("a", "en", wf.lm(temperature=0.7), template="{reply:4..6 words}.")
m.require(q.contains(about))
m.require(a.contains(about))
m.require(q.what.words(1) != a.reply.words(1))
m.prefer(wf.length(a.reply) > wf.length(q.what), weight=2, name="full")
model = m
