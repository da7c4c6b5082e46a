"""06_haiku_limerick.wf, built in Python: two models in one program."""

import wordfield as wf

haiku = wf.Model("haiku")
long = haiku.param("long", str, default="night")
short = haiku.param("short", str, default="day")
poem = haiku.text("poem", "en", wf.lm(temperature=0.7), template="{a:3..5 words}\n{b:4..7 words}\n{c:3..5 words}.")
haiku.require(poem.a.has(syllables=5))
haiku.require(poem.b.has(syllables=7))
haiku.require(poem.c.has(syllables=5))
haiku.forbid(wf.repeats(poem))

limerick = wf.Model("limerick")
long = limerick.param("long", str, default="night")
short = limerick.param("short", str, default="day")
poem = limerick.text(
    "poem", "en", wf.lm(temperature=0.7),
    template="{l1:7..7 words},\n{l2:7..7 words}.\n{l3:5..5 words},\n{l4:5..5 words},\n{l5:7..7 words}.",
)  # fmt: skip
with limerick.for_("l", [poem.l1, poem.l2, poem.l5]) as l:
    limerick.require(l.has(syllables=(8, 9)))
with limerick.for_("l", [poem.l1, poem.l2, poem.l3, poem.l4, poem.l5]) as l:
    limerick.forbid(l.matches(r'.*[-.,;:!?"].*'))
with limerick.for_("l", [poem.l3, poem.l4]) as l:
    limerick.require(l.has(syllables=(5, 6)))
limerick.require(wf.rhyme(poem.l1, poem.l2, poem.l5, long) & wf.rhyme(poem.l3, poem.l4, short))
limerick.forbid(poem.l1.last_word == poem.l5.last_word, name="no_repeat")
limerick.prefer(wf.stress(poem.l1, "-/--/--/"), weight=0.5)
limerick.infer(sampler=wf.smc(particles=64), draws=20)
model = wf.combine(haiku, limerick)
