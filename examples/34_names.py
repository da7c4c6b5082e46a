"""34_names.wf, built in Python."""

import wordfield as wf

m = wf.Model("names")
liked = m.param(
    "liked",
    list[str],
    default=[
        "Lumina", "Nivea", "Velora", "Solana", "Marena", "Ilmari", "Oriva", "Talia", "Renova", "Silvana",
        "Corona", "Aurelia", "Novella", "Milano", "Verona", "Amara", "Olivia", "Savona", "Valora", "Lavita",
        "Melora", "Serena", "Liviana", "Modena", "Ravenna", "Selena", "Almera", "Corella", "Navara", "Toledo",
    ],
)  # fmt: skip
s = m.text("s", "letters", wf.ngram(learn=liked, order=3, power=1.3))
m.require(s.has(chars=(5, 8)))
m.require(s.matches("([AEIO]|[B-DF-HJ-NP-TV-Z][aeiou])([b-df-hj-np-tv-z]{1,2}[aeiou]){1,4}[nl]?"))
m.forbid(s.is_in(liked))
model = m
