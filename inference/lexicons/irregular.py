"""English words whose inflections follow no rule, each line a word and its other forms; a slash parts variants.

Written for Wordfield from common knowledge of the language; no list was copied.
"""

from __future__ import annotations

# base, past, past participle; a base that is not listed forms both with -ed. With two entries both are the same form.
VERBS = """
arise arose arisen
awake awoke awoken
be was/were been
bear bore borne/born
beat beat beaten
become became become
befall befell befallen
begin began begun
behold beheld
bend bent
beset beset
bet bet
bid bid/bade bid/bidden
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
broadcast broadcast
build built
burn burnt/burned
burst burst
buy bought
can could
cast cast
catch caught
choose chose chosen
cling clung
come came come
cost cost
creep crept
cut cut
deal dealt
dig dug
dive dived/dove dived
do did done
draw drew drawn
dream dreamt/dreamed
drink drank drunk
drive drove driven
dwell dwelt/dwelled
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fling flung
fly flew flown
forbid forbade forbidden
forecast forecast
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
forsake forsook forsaken
freeze froze frozen
get got got/gotten
give gave given
go went gone
grind ground
grow grew grown
hang hung/hanged
have had
hear heard
hide hid hidden
hit hit
hold held
hurt hurt
keep kept
kneel knelt/kneeled
knit knit/knitted
know knew known
lay laid
lead led
lean leant/leaned
leap leapt/leaped
learn learnt/learned
leave left
lend lent
let let
lie lay/lied lain/lied
light lit/lighted
lose lost
make made
may might
mean meant
meet met
mislead misled
mistake mistook mistaken
misunderstand misunderstood
mow mowed mown/mowed
outgrow outgrew outgrown
overcome overcame overcome
overhear overheard
oversleep overslept
overtake overtook overtaken
overthrow overthrew overthrown
pay paid
prove proved proven/proved
put put
quit quit
read read
rebuild rebuilt
rend rent
repay repaid
rewrite rewrote rewritten
rid rid
ride rode ridden
ring rang rung
rise rose risen
run ran run
saw sawed sawn/sawed
say said
see saw seen
seek sought
sell sold
send sent
set set
sew sewed sewn/sewed
shake shook shaken
shall should
shed shed
shine shone/shined
shoot shot
show showed shown
shrink shrank shrunk
shut shut
sing sang sung
sink sank sunk
sit sat
slay slew slain
sleep slept
slide slid
sling slung
slit slit
smell smelt/smelled
sow sowed sown/sowed
speak spoke spoken
speed sped
spell spelt/spelled
spend spent
spill spilt/spilled
spin spun
spit spat/spit
split split
spoil spoilt/spoiled
spread spread
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
stink stank stunk
stride strode stridden
strike struck struck/stricken
string strung
strive strove striven
swear swore sworn
sweep swept
swell swelled swollen
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
thrust thrust
tread trod trodden
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
unwind unwound
uphold upheld
upset upset
wake woke woken
wear wore worn
weave wove woven
weep wept
wet wet
will would
win won
wind wound
withdraw withdrew withdrawn
withhold withheld
withstand withstood
wring wrung
write wrote written
"""

PLURALS = """
aircraft aircraft
analysis analyses
basis bases
cactus cacti/cactuses
calf calves
child children
crisis crises
deer deer
diagnosis diagnoses
die dice
dwarf dwarves/dwarfs
elf elves
fish fish/fishes
foot feet
goose geese
grandchild grandchildren
half halves
hoof hooves
hypothesis hypotheses
knife knives
leaf leaves
life lives
loaf loaves
louse lice
man men
medium media
mouse mice
oasis oases
ox oxen
person people/persons
phenomenon phenomena
scarf scarves
self selves
series series
sheep sheep
shelf shelves
species species
thesis theses
thief thieves
tooth teeth
wife wives
wolf wolves
woman women
"""

GRADES = """
bad worse worst
far farther/further farthest/furthest
good better best
ill worse worst
little less least
many more most
much more most
well better best
"""

# words whose third person or -ing form is no rule's; `be` has no -ed and no -s either
PRESENT = """
be am/is/are being
can can
do does doing
go goes going
have has having
may may
shall shall
will will
"""


def table(lines: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Each word with its other forms, a tuple of variants each."""
    rows = (line.split() for line in lines.strip().splitlines())
    return {word: tuple(tuple(form.split("/")) for form in forms) for word, *forms in rows}


__all__ = ["GRADES", "PLURALS", "PRESENT", "VERBS", "table"]
