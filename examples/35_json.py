"""35_json.wf, built in Python."""

import wordfield as wf

m = wf.Model("review")
m.grammar("scores", '\nstart: "[" SCORE ("," SCORE)* "]"\nSCORE: "1".."5"\n')
template = '{{"Stars": {stars:scores}, "title": "{title:2..3 words}", "text": "{body:5..8 words}."}}'
s = m.text("s", "en", wf.ngram(power=1.3), template=template)
m.require(s.stars.has(chars=(3, 7)))
m.require(wf.pos_pattern(s.title, "(ADJ|DET)? ADJ NOUN"))
m.require(s.body.contains_any(wf.forms(["work", "break", "like"])))
model = m
