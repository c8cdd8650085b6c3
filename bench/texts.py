"""What the seed writes: invented names and sentences, as long and as varied as real ones."""

from itertools import product

ARTICLE = """\
## Genetic or hereditary: what is the difference?

Most of what goes wrong here starts in the genes of one kind of cell, yet it seldom passes from parent to child. [2]

::: pair
Genetic
: Genes inside a cell have changed. The change is found in the cells that are ill, and in no others.
: {chance} Nearly always by chance

Hereditary
: A parent hands down a gene change through the egg or sperm. Every cell of the child has it.
: {family} Seldom the case here
:::

A change that sits only in the cells that are ill cannot reach a baby.

## How many people are born with a higher risk?

One large study looked for gene changes that people with this condition were born with. [3]

::: dots 7
**About 7 in 100 adults and teens** had been born with a gene change tied to the condition. [3] About 93 in 100 had not.
:::

A later review of the same question, with more families, found much the same, 6 to 8 in 100 people. [4]

## Which other conditions raise the risk?

Some rare conditions are there from birth and make it more likely. [1] They reach a child in different ways.

::: facts
- **First invented syndrome** The cells have one more chromosome than others. {chance} Mostly by chance
- **Second invented syndrome** A gene that guards the cell does not work well. {family} One parent is enough
- **Third invented syndrome** It makes balance and fighting germs harder. {family} Needs a copy from each parent
- **Fourth invented syndrome** The body is small, and damage is not mended well. {family} Needs a copy from each parent
:::

Each one passes on in its own way. [1] [4] To have one does not mean that you will get ill. [5]

## What about brothers, sisters and twins?

A brother or sister has a slightly higher risk than other people of the same age, but it is still low. [5]

Identical twins are a special case. They share every gene change that was there before birth. [5] Ask the team which
checks make sense for the other twin, how often, and until what age.

## Does my family need a test?

Most families do not. The gene tests at diagnosis look at the cells that are ill. [1] A test for the family is a
different one, and it is your choice whether to have it.

::: care Ask to see a genetic counselor if:
- 2 or more close relatives had the same condition, or something like it at a young age
- you or your child has one of the conditions above
- a test result hints at a change that was there from birth

A counselor explains what a test can show, what it cannot, and who else in the family it touches.
:::

## What is not known yet

For most people, nobody can say why it began. [2] New risk genes are still being found, so a clear test today does not
rule out all of them. [4]

## What to do next

1. Ask your relatives what has been in the family, and at what age it came.
2. Bring the list to your next visit. Ask: “Does this look like chance, or like family?”
3. If you carry guilt, share it with your team or with others who have been there.
"""
ARTICLE_SAYS = "A counselor explains what a test can show"

SHORT_ANSWER = (
    "Usually no. Most people did not inherit it and cannot pass it on. It starts with changes that happen by chance in "
    "one kind of cell. A few people are born with a gene change that makes it more likely. No one in the family is to "
    "blame."
)

FACTS = (
    ("How common", "About 4 in 100,000 people each year, a little more often after the age of 60"),
    ("Who gets it", "People of any age; half of them are older than 48 when they hear the name for the first time"),
    ("First signs", "Tiredness that sleep does not mend, and pain that moves from place to place"),
)

_ADJECTIVES = (
    *("Acute", "Benign", "Chronic", "Distal", "Early-onset", "Familial", "Generalised"),
    *("Hereditary", "Idiopathic", "Juvenile", "Late-onset", "Mixed", "Neonatal", "Primary"),
)
_ROOTS = ("hepatic", "muscular", "renal", "retinal", "skeletal", "spinal")
_KINDS = ("anemia", "ataxia", "dysplasia", "myopathy", "neuropathy")
CONDITION_NAMES = tuple(" ".join(words) for words in product(_ADJECTIVES, _ROOTS, _KINDS))
CONDITION_COUNT = len(CONDITION_NAMES)

_FIRST_NAMES = (
    *("Ada", "Bilal", "Chen", "Dilnoza", "Edda", "Femi", "Grace", "Hanneke", "Iman", "Jakob", "Kwame", "Lieke", "Mina"),
    *("Noor", "Olga", "Priya", "Quinn", "Rosa", "Sami", "Tarek", "Uma", "Vera", "Wanjiru", "Ximena", "Yusuf", "Zoë"),
)


def member_name(number: int) -> str:
    """“Ada F.”, “Bilal G.” …: first names come again, with other letters."""
    return f"{_FIRST_NAMES[number % 26]} {chr(65 + number // 26 % 26)}."


_OPENINGS = (
    "When my doctor first told me, I asked the very same thing.",
    "Our youngest was four when we heard the name for the first time.",
    "I was told three different things in one week, so I kept a notebook.",
    "I waited a year before I asked, and I wish that I had asked on the first day.",
    "My mother, my aunt and I have it, and my two brothers do not.",
    "For me it began after a long winter with one cold after another.",
    "I am a nurse, and even so it took me months to understand.",
    "My wife has lived with it for eleven years now.",
)
_MIDDLES = (
    "Back then nobody in our family talked about it. The team took half an hour, drew it on paper and told us what is "
    "known and what is only guessed. We still have that sheet on the fridge.",
    "In our family it helped to write every question down the evening before. The answers were shorter than I feared, "
    "and *no* was among them more often than I thought.",
    "What helped in our family:\n\n- one person who comes along to every visit\n- a list of what was said and when\n"
    "- a day in the week on which nobody mentions it",
    "In our family the test came back clear, and it still took **two years** until I believed it. Talking with others "
    "who had been there did more than any leaflet.",
    "There were good months and bad months in our family. The bad ones came with stress, too little sleep and, oddly, "
    "with holidays. I walk every day now, rain or not, and it has become the best half hour that I have.",
)
_ENDINGS = (
    "I hope that this helps someone.",
    "Ask again if you did not understand the answer. They do not mind.",
    "It is not your fault.",
    "Be patient with yourself, and with the people who try to help.",
)
ANSWER_BODIES = tuple(
    f"{opening} {middle}\n\n{ending}" for opening, middle, ending in product(_OPENINGS, _MIDDLES, _ENDINGS)
)

STORY_TITLES = (
    "The year that we stopped counting days",
    "What my grandmother knew",
    "Three hospitals, one answer",
    "Learning to ride a bicycle again",
    "A letter to myself on the first day",
    "Why I tell my colleagues now",
)
STORY_BODY = "\n\n".join(
    f"{opening} {middle} {_ENDINGS[number % 4]}"
    for number, (opening, middle) in enumerate(zip(_OPENINGS, (_MIDDLES * 2), strict=False))
)
STORIES_SAY = "When my doctor first told me"

THREAD_TITLES = (
    "How do you explain it to your children?",
    "Does anyone else have worse days when the weather changes?",
    "What do you pack for a week in hospital?",
    "Looking for a dentist who knows about it",
    "Travelling with medicines: what did you need at the border?",
    "Has anyone gone back to full-time work?",
    "Your tricks for getting through a long scan",
)
THREAD_BODY = (
    f"{_OPENINGS[2]} {_MIDDLES[1]}\n\nHow was it for you? I would be glad to hear from anyone who has been there."
)
POST_BODIES = tuple(f"{opening} {ending}" for opening, ending in product(_OPENINGS, _ENDINGS)) + ANSWER_BODIES[::20]
POSTS_SAY = "I hope that this helps someone"
