"""The messages about the meaning of a program: names, types, units, sizes, files and recipes. Data only."""

from __future__ import annotations

from .message import Message

SEMANTIC: dict[str, Message] = {
    # ---- N: names
    "N001": Message(
        about="A name that nothing is called by.",
        text="nothing is called `$name` here",
        help="declare it with `param`, `let` or `text`",
        other={
            "near": "did you mean `$near`?",
            "call": "`$name` is a feature: write `$name(…)`",
            "quote": 'a string stands between double quotes: "$name"',
        },
    ),
    "N002": Message(
        about="A call of a feature that does not exist.",
        text="no feature is called `$name`",
        help="`wordfield explain features` lists them",
        other={"near": "did you mean `$near`?"},
    ),
    "N003": Message(
        about="A text has no hole or part of that name.",
        text="$owner has nothing called `$name`",
        help="it has $parts",
        other={"near": "did you mean `$near`?"},
    ),
    "N004": Message(
        about="An imported file has no such member.",
        text="`$module` has nothing called `$name`",
        help="it has $parts",
        other={"near": "did you mean `$near`?", "empty": "it declares nothing"},
    ),
    "N005": Message(
        about="An argument that the function does not take.",
        text="`$function` has no argument called `$name`",
        help="it takes $parts",
        other={"near": "did you mean `$near`?", "empty": "it takes no arguments"},
    ),
    "N006": Message(
        about="A sampler, move or schedule that does not exist.",
        text="no $what is called `$name`",
        help="there are $parts",
        other={"near": "did you mean `$near`?"},
    ),
    "N007": Message(
        about="A language model that does not exist.",
        text="no language model is called `$name`",
        help="there are $parts",
        other={"near": "did you mean `$near`?"},
    ),
    "N008": Message(
        about="A text's style is one of en, zh, letters, words and tokens.",
        text="`$name` is no style of text",
        help="a text is `: en`, `: zh`, `: letters`, `: words` or `: tokens`",
        other={"near": "did you mean `: $near`?"},
    ),
    "N009": Message(
        about="A type that does not exist.",
        text="`$name` is not a type $place can have",
        help="types are $parts",
    ),
    "N010": Message(
        about="Two things of one name.",
        text="`$name` is declared twice",
        label="again here",
        second="first here",
        help="choose another name for one of them",
    ),
    "N011": Message(
        about="A recipe that does not exist.",
        text="no recipe is called `$name`",
        help="the recipes are $parts",
        other={"near": "did you mean `$near`?", "empty": "write one with `infer $name { … }`"},
    ),
    "N012": Message(
        about="A candidate source that does not exist.",
        text="`$name` is no source of candidate words",
        help="sources are $parts",
        other={"near": "did you mean `$near`?"},
    ),
    "N013": Message(
        about="A setting that does not exist.",
        text="no setting is called `$name`",
        help="settings are $parts",
        other={"near": "did you mean `$near`?"},
    ),
    "N014": Message(
        about="Something is declared and never used.",
        text="`$name` is never used",
        help="remove it, or use it",
    ),
    "N015": Message(
        about="A fragment or an imported file is no value.",
        text="`$name` is $what, not a value",
        help="$how",
    ),
    "N016": Message(
        about="Something that cannot be called.",
        text="`$name` cannot be called",
        help="write it without parentheses",
    ),
    "N017": Message(
        about="A fragment that does not exist.",
        text="no fragment is called `$name`",
        help="write one with `fragment $name(t: text) { … }`",
        other={"near": "did you mean `$near`?"},
    ),
    "N018": Message(
        about="A name that the records of a run use themselves.",
        text="`$name` names something else in the records of a run",
        help="choose another name",
    ),
    # ---- E: types and places
    "E101": Message(
        about="A value of the wrong type.",
        text="$wanted is needed here, and this is $given",
        help="change the value, or compare it with another",
        other={
            "compare": "compare it (`… >= 0.5`), or make it soft with `prefer`",
            "condition": "a condition weighs through `prefer`, or counts as a number by `count(…)`",
        },
    ),
    "E102": Message(
        about="Arithmetic needs numbers.",
        text="`$operator` computes with numbers, and this is $given",
        help="use a number, or `length(…)` of a text",
    ),
    "E103": Message(
        about="Two values that cannot be compared.",
        text="$left and $right cannot be compared",
        help="both sides must be numbers, or texts and strings",
        other={"list": "ask for one of several with `in`"},
    ),
    "E104": Message(
        about="Only numbers have an order.",
        text="`$operator` needs numbers on both sides, and this is $given",
        help="texts can be equal or not: `==`, `!=`, `in`",
    ),
    "E105": Message(
        about="A list holds values of one type.",
        text="this list mixes $left and $right",
        help="keep one type of value in a list",
    ),
    "E106": Message(
        about="`contains` asks a text.",
        text="$given does not contain words",
        help="write `text contains word`",
        other={"list": "membership in a list is `value in list`"},
    ),
    "E107": Message(
        about="`contains` takes one string; `contains all of`, `any of` and `none of` take a list.",
        text="`contains $mode` does not take $given",
        help="with a list write `contains all of …`, `any of …` or `none of …`",
        other={"one": "with a single string write `contains …`"},
    ),
    "E108": Message(
        about="`in` takes a list or a range.",
        text="`in` needs a list or a range, and this is $given",
        help="write a list `[a, b]` or a range `3..9`",
        other={"text": "ask a text with `text contains word`"},
    ),
    "E109": Message(
        about="A loop runs over a list or a range.",
        text="a loop runs over a list or a range, and this is $given",
        help="write a list `[a, b]` or a range `1..7`",
        other={"text": "run over its words with `.words`, or its characters with `.chars`"},
    ),
    "E110": Message(
        about="Something that must be known before a text is drawn.",
        text="$what must be known when the program is checked, and this depends on a text",
        help="use a literal, a `param` or a `let`",
        other={"if": "a condition on a text is written `condition implies …`", "for": "use `all(… for … in …)`"},
    ),
    "E111": Message(
        about="An argument of the wrong type.",
        text="`$name` of `$function` needs $wanted, and this is $given",
        help="change the argument",
    ),
    "E112": Message(
        about="An argument is missing.",
        text="`$function` needs an argument `$name`",
        help="it is called as `$signature`",
    ),
    "E113": Message(
        about="Too many arguments.",
        text="`$function` takes fewer arguments",
        label="one too many",
        help="it is called as `$signature`",
    ),
    "E114": Message(
        about="An argument is given twice.",
        text="`$name` is given to `$function` twice",
        help="remove one of them",
    ),
    "E115": Message(
        about="Only count, share, sum, min and max, and all, any and none take a generator.",
        text="`$function` does not run over a generator",
        help="`count`, `share`, `sum`, `min` and `max` do, and `all`, `any` and `none`",
    ),
    "E116": Message(
        about="Only texts, strings and lists have parts.",
        text="$given has no part `$name`",
        help="texts and strings have `.words`, `.chars` and `.lines`, lists have `.at(1)`",
    ),
    "E117": Message(
        about="A position is one whole number.",
        text="`$name(…)` takes one position",
        help="the first is `$name(1)`, the last `$name(-1)`",
    ),
    "E118": Message(
        about="`matches` takes a pattern.",
        text="`matches` needs a pattern, and this is $given",
        help="a pattern stands between slashes: `/[a-z]+/`",
    ),
    "E119": Message(
        about="A pattern that cannot be used.",
        text="in this pattern: $why",
        help="patterns are Python's, without anchors, `\\b`, back-references and look-around",
    ),
    "E120": Message(
        about="A fragment is put in with `apply`.",
        text="`$name` is a fragment, not a feature",
        help="write `apply $name(…)` as a statement",
    ),
    "E121": Message(
        about="`mean` is over all draws, so it stands in `expect`.",
        text="`mean` is taken over all draws and stands in `expect` only",
        help="write `expect mean(…) <= …`; over the words of one text it is `share(…)` or `sum(…)`",
    ),
    "E122": Message(
        about="A text contains words and phrases.",
        text="a text contains strings, not $given",
        help='write strings: `contains any of ["a", "b"]`; a pattern is asked with `matches`',
    ),
    "E123": Message(
        about="An empty string is in every text.",
        text="an empty string cannot be looked for",
        help="write the word or phrase",
    ),
    "E124": Message(
        about="`either` joins hard statements only.",
        text="`$verb` cannot stand in `either`: its blocks are conditions that hold or not",
        help="move it out of the block, or write the condition with `or` in a `prefer`",
    ),
    "E125": Message(
        about="A text is declared in its model.",
        text="a text cannot be declared in $place",
        help="declare it in the model itself",
    ),
    "E126": Message(
        about="A whole number is needed.",
        text="$what must be a whole number, and this is $given",
        help="use a number without a fraction",
    ),
    "E127": Message(
        about="Division by zero.",
        text="this divides by zero",
        help="change the number on the right",
    ),
    "E128": Message(
        about="A file runs no Python of its own.",
        text="`python(…)` is not a value in a file",
        help="declare it with `extern name(t: text) -> score = python(…)`",
    ),
    "E129": Message(
        about="A fragment that puts itself in.",
        text="the fragment `$name` applies itself",
        help="fragments cannot repeat themselves; use `for` over a list",
    ),
    "E130": Message(
        about="`apply` takes a fragment with its arguments.",
        text="`apply` takes a fragment with its arguments",
        help="write `apply name(s)`",
    ),
    "E131": Message(
        about="What a condition over all draws must look like.",
        text="`expect` needs a comparison of `mean(…)` with a number",
        help="write `expect mean(…) == 40% within 2%`",
    ),
    "E132": Message(
        about="A text's base is a language model.",
        text="a base is a call of a language model",
        help='write `~ lm()`, `~ ngram()` or `~ uniform(["a", "b"])`',
    ),
    "E133": Message(
        about="An empty block of `either` is always true.",
        text="a block of `either` without a condition is always true",
        help="put a `require` or `forbid` in it, or remove the `either`",
    ),
    "E134": Message(
        about="A value of the wrong sort for a setting.",
        text="`$name` needs $wanted, and this is $given",
        help="for example `$example`",
    ),
    "E135": Message(
        about="A sampler, a move and a schedule are calls.",
        text="this is no $what",
        help="write one such as `$example`",
    ),
    "E136": Message(
        about="A grammar that cannot be used.",
        text="in this grammar: $why",
        help="grammars are Lark's, begin with the rule `start`, and their terminals are patterns of this language",
    ),
    "E140": Message(
        about="The label of a mixture is hidden: it can be recorded, and its law comes from the branches.",
        text="the label of a mixture can only be used in `track`",
        help="write what holds for a label into its branch",
    ),
    "E141": Message(
        about="A label that a mixture does not have.",
        text="`$mixture` has no branch called `$name`",
        help="its branches are $parts",
        other={"near": "did you mean `$near`?"},
    ),
    "E137": Message(
        about="How candidate sources are joined.",
        text="sources of candidate words are joined by `*`, and by `+` with shares",
        help="write `lm * mlm`, or `70% * ngram + 30% * copy(source)`",
    ),
    # ---- U: units
    "U001": Message(
        about="Numbers of different units are not comparable.",
        text="$left and $right are different units",
        help="use one unit on both sides",
    ),
    "U002": Message(
        about="A size needs its unit.",
        text="`has` needs a size with its unit, and this is $given",
        help="for example `has 5 words` or `has ..48 chars`",
    ),
    "U003": Message(
        about="Texts are measured in words, chars, lines, tokens and syllables.",
        text="a text is not measured in $unit",
        help="use words, chars, lines or tokens",
    ),
    "U004": Message(
        about="Texts written without spaces have characters, not words.",
        text="a text of style `$style` has no words",
        help="write chars",
    ),
    "U005": Message(
        about="A feature that knows one script is asked of a text in another.",
        text="`$name` knows nothing of texts of style `$style`: it is unknown or 0 for all of them",
        help="use it on English texts, or leave it out",
        other={"en": "use it on Chinese texts, or leave it out"},
    ),
    # ---- S: sizes and contradictions
    "S001": Message(
        about="The keywords that a text must contain need more room than it has.",
        text="no text can satisfy this: the keywords need at least $needed $unit, and `$text` has at most $most",
        second="$words",
        help="allow more $unit, or ask for fewer keywords",
    ),
    "S002": Message(
        about="The same words are required and forbidden.",
        text="`$word` is both required and forbidden",
        label="forbidden here",
        second="required here",
        help="remove one of the two statements",
    ),
    "S003": Message(
        about="Two sizes that exclude each other.",
        text="no text can satisfy this: `$text` cannot have $first and $other_size $unit at once",
        second="the other size",
        help="change one of the two sizes",
    ),
    "S004": Message(
        about="A range goes from the smaller to the larger number.",
        text="the range $low..$high is backwards",
        help="write `$high..$low$unit`",
    ),
    "S005": Message(
        about="A size cannot be negative.",
        text="a size cannot be negative, and this is $value",
        help="sizes are 0 or more",
    ),
    "S006": Message(
        about="A text has at least one unit.",
        text="a size of 0 leaves no text",
        help="a size is at least 1",
    ),
    "S007": Message(
        about="The longest text is bounded.",
        text="$value $unit is too long: the limit is $most",
        help="ask for shorter texts",
    ),
    "S008": Message(
        about="A position beyond the end of every text.",
        text="`$text` has at most $most $unit, so there is no number $index",
        help="the last one is `.$unit(-1)`",
    ),
    "S009": Message(
        about="Positions count from 1.",
        text="positions are counted from 1",
        help="the first is `$name(1)`, the last `$name(-1)`",
    ),
    "S010": Message(
        about="A position beyond the end of a list.",
        text="there is no number $index in a list of $size",
        help="the last one is `.at(-1)`",
    ),
    "S011": Message(
        about="A requirement that no text can meet.",
        text="this is false for every text",
        help="change it, or the values it is computed from",
    ),
    "S012": Message(
        about="A value outside the range declared for a parameter.",
        text="`$name` is $value, and must be in $domain",
        help="choose another value",
    ),
    "S013": Message(
        about="A loop runs over at most 10,000 whole numbers.",
        text="a loop needs whole numbers at both ends, at most 10,000 of them",
        help="for example `1..7`",
    ),
    "S014": Message(
        about="A number outside the range that makes sense.",
        text="$name is $value, and must be $allowed",
        help="choose another value",
    ),
    "S015": Message(
        about="A program unrolls to a bounded number of statements.",
        text="the program unrolls to more statements than can be checked",
        help="use shorter lists and ranges in loops, or a quantifier over the words of the text",
    ),
    # ---- H: holes
    "H006": Message(
        about="A hole that is not defined elsewhere needs a size.",
        text="the hole `$name` has no size, and nothing is called `$name`",
        help="for example `{$name:1..3 words}`",
        other={"near": "did you mean `$near`? A hole of its own has a size: `{$name:1..3 words}`"},
    ),
    "H007": Message(
        about="What stands in a hole after the colon is a size or a pattern.",
        text="the hole `$name` needs a size or a pattern, and this is $given",
        help="for example `{$name:1..3 words}` or `{$name:/[0-9]+/}`",
    ),
    "H008": Message(
        about="A template is filled in with strings and numbers.",
        text="`$name` cannot be filled into a template: it is $given",
        help="fill in a string or a number",
    ),
    "H010": Message(
        about="A hole is finite: where its pattern has no longest match, or a very long one, it is cut.",
        text="the pattern of the hole `$name` has matches of more than $longest characters; longer ones are left out",
        help="write how many characters there may be, as in `{$name:/[a-z]{1,12}/}`",
    ),
    "H012": Message(
        about="A hole is written by a finite automaton, so brackets in brackets have a deepest level.",
        text="$rules of this grammar may stand inside itself, and does so at most $deepest times here",
        help="what lies deeper is left out; write the levels that you need as rules of their own to choose them",
    ),
    # ---- I: files
    "I001": Message(
        about="A file that the program names cannot be used.",
        text="$why",
        help="$how",
    ),
    "I002": Message(
        about="Files that import each other.",
        text="`$name` imports the file that imports it",
        help="move what both need to a third file",
    ),
    "I003": Message(
        about="An imported file with mistakes.",
        text="`$name` has $count: $first",
        help="`wordfield check $name` shows them",
    ),
    "I004": Message(
        about="An imported file holds parameters with values, lets, grammars and fragments.",
        text="`$name` needs a value for its parameter `$param`",
        help="give the parameter a default there",
    ),
    # ---- R: models and recipes
    "R001": Message(
        about="A model has a text.",
        text="the model `$name` has no text",
        help="for example `text s : en ~ lm()`",
    ),
    "R002": Message(
        about="`temper` samples, so it ends at temperature 1.",
        text="`temper` must end at temperature 1, and this one ends at $stop",
        help="write `stop=1`; to search below 1 use `anneal`",
    ),
    "R003": Message(
        about="Inserting and deleting are the two sides of one move.",
        text="`$one` needs `$other` in the same table",
        help="add `20% $other`: without it a move could not be taken back",
    ),
    "R004": Message(
        about="Shares are more than 0.",
        text="the shares of a table must be more than 0",
        help="write shares such as `60%` and `40%`",
    ),
    "R005": Message(
        about="A setting that is given twice.",
        text="`$name` is set twice",
        label="again here",
        second="first here",
        help="remove one of them",
    ),
    "R006": Message(
        about="A recipe samples or searches.",
        text="a recipe has `temper` or `anneal`, not both",
        second="the other one",
        help="`temper` samples, `anneal` searches",
    ),
    "R007": Message(
        about="Recipes that build on each other in a circle.",
        text="the recipe `$name` builds on itself",
        help="change what comes after `from`",
    ),
    "R008": Message(
        about="A file has a model or bare statements, not both.",
        text="statements outside a model beside the model `$name`",
        help="move them into a `model` block",
    ),
    "R009": Message(
        about="The list of candidates may not depend on the text that a move changes.",
        text="`$source` reads every text that this move could change",
        help='copy from another text or from a string, such as `copy("the old sea")`',
    ),
    "R010": Message(
        about="The shares of a mixture weigh its branches before anything is required or preferred in them.",
        text="the draws will not have the shares of `$name`: each share is multiplied by its branch's constant",
        help="write `mixture $name balanced { … }` to have them",
    ),
    "R020": Message(
        about="A sampler that leaves the Hastings ratio out.",
        text="`hastings = false` does not sample the model: nothing corrects for how changes are proposed",
        help="leave it out; it is here to show what `certify` says of such a sampler",
    ),
    # ---- L: bases
    "L002": Message(
        about="A base that scores texts and gives them no probabilities.",
        text="the base `$name` is not normalised: texts are as likely as the exponential of their score",
        help="say how long the text is, and compare log scores within this program only",
    ),
    # ---- M: means over the draws
    "M001": Message(
        about="The mean of something true or false is a share of the draws.",
        text="the mean of something true or false is a share of the draws, and $wanted is none",
        help="write a share between 0% and 100%",
    ),
    "M002": Message(
        about="A share of all draws, or of none, is a requirement.",
        text="no weights make a share of exactly $share",
        help="write `$word` with the condition itself",
    ),
    "M003": Message(
        about="Means of one value that exclude each other.",
        text="one mean cannot be $wanted and $before",
        label="$wanted",
        second="$before",
        help="change one of them",
    ),
    "M004": Message(
        about="An interval for a mean has its smaller end first.",
        text="no mean is at least $low and at most $high",
        help="write the smaller number first",
    ),
    "M005": Message(
        about="A search gives the best texts it finds, and no draws that would have a mean.",
        text="this recipe searches, and `expect` needs draws",
        help="take a recipe that samples, or leave `expect` out",
    ),
    # ---- G: what was asked for on the command line
    "G001": Message(
        about="A program with several models runs one of them.",
        text="the program has several models, and none is chosen",
        help="choose one with `--model`: $parts",
    ),
    "G002": Message(
        about="A model that the program does not have.",
        text="no model is called `$name`",
        help="the models are $parts",
        other={"near": "did you mean `$near`?"},
    ),
    "G003": Message(
        about="A parameter that the program does not have.",
        text="no parameter is called `$name`",
        help="the parameters are $parts",
        other={"near": "did you mean `$near`?", "empty": "the program has none"},
    ),
    "G004": Message(
        about="A value that a parameter cannot take.",
        text="`--set $name=$value`: $wanted is needed",
        help="for example `--set $name=$example`",
    ),
    "G005": Message(
        about="A parameter without a value.",
        text="the parameter `$name` has no value",
        help="give one with `--set $name=$example`",
    ),
    # ---- V: this version
    "V001": Message(
        about="Something of the language that this version lacks.",
        text="$what is not available in this version",
        help="the program checks; it can be run once the statement is left out",
    ),
    "V002": Message(
        about="A program says which version of the language it is written in.",
        text="this is a program for version $version of the language, and this is version 1",
        help="write `wordfield 1`, or install a newer Wordfield",
    ),
}
