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
    template="There was a young girl {l1:2..4 words},\nwho {l2:5..7 words};\nshe {l3:3..4 words},\n"
    "and {l4:3..4 words},\nand she {l5:4..6 words}.",
)  # fmt: skip
limerick.require(poem.l1.has(syllables=(3, 4)))
limerick.require(poem.l2.has(syllables=(7, 8)))
with limerick.for_("l", [poem.l3, poem.l4]) as l:
    limerick.require(l.has(syllables=(4, 5)))
limerick.require(poem.l5.has(syllables=(6, 7)))
with limerick.for_("l", [poem.l1, poem.l2, poem.l3, poem.l4, poem.l5]) as l:
    limerick.forbid(l.matches(r'.*[-.,;:!?"].*'))
limerick.require(poem.l1.last_word == long)
limerick.require(wf.rhyme(poem.l2, poem.l5, long) & wf.rhyme(poem.l3, poem.l4, short))
with limerick.for_("l", [poem.l2, poem.l5]) as l:
    limerick.forbid(l.last_word == long)
limerick.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = wf.combine(haiku, limerick)
