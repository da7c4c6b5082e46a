"""06_haiku_limerick.wf, built in Python: two models in one program."""

import wordfield as wf

haiku = wf.Model("haiku")
poem = haiku.text("poem", "en", wf.lm(), template="{a:3..6 words}\n{b:4..8 words}\n{c:3..6 words}")
haiku.require(poem.a.has(syllables=5))
haiku.require(poem.b.has(syllables=7))
haiku.require(poem.c.has(syllables=5))
haiku.prefer(wf.topic(poem, "autumn evening"), weight=3)

limerick = wf.Model("limerick")
poem = limerick.text(
    "poem", "en", wf.lm(),
    template="{l1:6..10 words}\n{l2:6..10 words}\n{l3:4..7 words}\n{l4:4..7 words}\n{l5:6..10 words}",
)  # fmt: skip
with limerick.for_("l", [poem.l1, poem.l2, poem.l5]) as l:
    limerick.require(l.has(syllables=(8, 9)))
with limerick.for_("l", [poem.l3, poem.l4]) as l:
    limerick.require(l.has(syllables=(5, 6)))
limerick.require(wf.rhyme(poem.l1, poem.l2, poem.l5) & wf.rhyme(poem.l3, poem.l4))
limerick.forbid(poem.l1.last_word == poem.l5.last_word, name="no_repeat")
limerick.prefer(wf.stress(poem.l1, "-/--/--/"), weight=1.5)
limerick.infer(
    sampler=wf.gibbs(block=2), chains=32, keep=20,
    anneal=wf.linear(start=6.0, stop=0.2, over=wf.steps(4000)),
)  # fmt: skip
model = wf.combine(haiku, limerick)
