"""What the words of a sentence do in it: every class of tokens, and every set of classes that the rules ask about.

A sentence is read as one string with a letter a token (:mod:`figkg.relate.tokens`). Letters stand here and nowhere
else: rules name them, and :func:`figkg.relate.token_patterns.pattern` makes regular expressions of names.
"""

from __future__ import annotations

from collections.abc import Iterator

Classes = frozenset[str]
"""A set of classes."""

# What is named.
ENTITY = "E"
"""An entity, or a name like one."""
BEARER = "B"
"""What carries molecules: *cells*, *mice*."""

# Words of the lexicon, mappings/relations.yaml.
VERB = "v"
"""A verb with a sign, finite or in its base form: *activates*."""
PARTICIPLE = "p"
"""Its form in -ed: *activated*."""
GERUND = "g"
"""Its form in -ing: *activating*."""
ACT = "n"
"""The noun of its act: *activation*."""
AGENT = "a"
"""The noun of what does it: *activator*."""
QUANTITY = "q"
"""What is measured of an entity: *expression*, *levels*."""
LOSS = "d"
"""A noun that turns the sign: *knockdown*, *inhibitor*."""
LOSS_ADJECTIVE = "l"
"""An adjective that does: *deficient*, *inactive*."""
GAIN = "G"
"""A noun that stands for the entity behind it: *treatment*, *overexpression*."""
NEGATION = "N"
"""A word that denies: *not*, *no*."""
HEDGE = "H"
"""A word that makes it a possibility: *possibly*."""
ARROW = ">"
"""An arrow written in the text."""

# Words that hold sentences together, mappings/grammar.yaml.
OTHER_VERB = "V"
"""A finite verb without a sign: *binds*."""
OTHER_PARTICIPLE = "P"
"""A form in -ed of another verb: *treated*."""
BE = "b"
"""A form of *be*."""
HAVE = "x"
"""A form of *have* or *do*."""
MODAL = "m"
"""*can*, *may*."""
TO = "t"
"""*to*."""
OF = "o"
"""*of*."""
BY = "y"
"""*by*."""
WITH = "w"
"""*with*."""
MEANS = "u"
"""*through*, *via*."""
CIRCUMSTANCE = "U"
"""*upon*, *in response to*, *in the absence of*."""
PREPOSITION = "i"
"""Any other preposition: *in*, *on*, *for*."""
CONJUNCTION = "c"
"""*and*, *or*, *as well as*."""
EXCLUSION = "X"
"""*but not*, *rather than*."""
RELATIVE = "R"
"""*which*, *that*."""
CONSEQUENCE = "T"
"""*thereby*, *in turn*."""
SUBORDINATOR = "S"
"""*when*, *because*, *but*."""
EXAMPLE = "k"
"""*such as*, *including*."""
DETERMINER = "D"
"""*the*, *this*, and adjectives that mean no more."""
PRONOUN = "W"
"""*it*, *these*."""
POSSESSIVE = "I"
"""*its*, *their*."""
ADVERB = "h"
"""An adverb: *also*, *strongly*."""

# Marks, and the rest.
COMMA = ","
"""A comma."""
SEMICOLON = ";"
"""A semicolon."""
COLON = ":"
"""A colon."""
OPEN = "("
"""A bracket that opens."""
CLOSE = ")"
"""A bracket that closes."""
HYPHEN = "-"
"""A hyphen or dash."""
SLASH = "/"
"""A slash."""
OTHER = "O"
"""Anything else: most nouns and adjectives, and the point."""

# What is before the first token and behind the last.
START = "^"
"""Stands for the class before the first token."""
END = "."
"""Stands for the class behind the last token."""
NOTHING = ""
"""The class of markup, which is no token."""


def _all(*parts: str | Classes) -> Classes:
    return frozenset(cls for part in parts for cls in part)


# Verbs.
SIGNED_VERBS = _all(VERB, PARTICIPLE, GERUND)
"""Forms of verbs with a sign."""
PARTICIPLES = _all(PARTICIPLE, OTHER_PARTICIPLE)
"""Forms in -ed of any verb."""
UNFINISHED = _all(PARTICIPLE, GERUND, OTHER_PARTICIPLE)
"""Forms that are no finite verb by themselves."""
FINITE = _all(VERB, OTHER_VERB, BE, MODAL, HAVE)
"""A finite verb or what begins one."""
VERB_FORMS = _all(SIGNED_VERBS, PARTICIPLES, OTHER_VERB, BE, HAVE)
"""Any form of a verb: each may be the verb of a clause."""
VERB_GROUP = _all(ADVERB, MODAL, HAVE, TO, HEDGE, NEGATION, BE, CONSEQUENCE)
"""What stands between a subject and its verb: *may thus not have been strongly*."""
UNSURE = _all(GERUND, VERB, OTHER_VERB, EXAMPLE)
"""Words whose class those around them settle: *increase*, *silencing*, *like*."""
AFTER_BE = _all(PARTICIPLES, GERUND, OTHER_VERB, BE, VERB)
"""Behind *is* the verb that it helps."""
AFTER_HAVE = _all(OTHER_PARTICIPLE, BE, VERB, OTHER_VERB)
"""Behind *has* the verb that it helps."""

# Adverbs.
MODIFIERS_OF_VERBS = _all(ADVERB, NEGATION, HEDGE)
"""*strongly*, *not*, *possibly*."""
ADVERBIAL = _all(MODIFIERS_OF_VERBS, CONSEQUENCE)
"""The same, and *thereby*."""
PASSED_TO_A_PHRASE = _all(ADVERBIAL, DETERMINER)
"""What is passed to the words that complete a verb."""
PASSED_TO_A_FRAME = _all(DETERMINER, OTHER, ADVERB, CONSEQUENCE, NEGATION)
"""What may stand between a verb and its preposition: *leads in turn to*."""

# Where a clause or phrase ends.
CLAUSE_END = _all(VERB, OTHER_VERB, BE, RELATIVE, SEMICOLON, COLON, SUBORDINATOR)
"""A finite verb, *which*, *when*, a semicolon: what was begun before these is over."""
PHRASE_END = _all(CLAUSE_END, MODAL, HAVE, CONSEQUENCE, BY, CIRCUMSTANCE, ARROW, CLOSE, NEGATION)
"""What ends a noun phrase."""
EXAMPLES_SEARCH_END = _all(CLAUSE_END, ENTITY, MODAL, CIRCUMSTANCE, ARROW)
"""What ends the search for *such as* behind a phrase that names nothing."""
CIRCUMSTANCE_END = _all(CLAUSE_END, MODAL)
"""What ends the search for a circumstance."""
AGENT_SEARCH_END = _all(CLAUSE_END, MODAL, EXCLUSION)
"""What ends the search for the *by* of a participle."""
COMPLEMENT_END = _all(CLAUSE_END, COMMA)
"""What ends the search for a preposition farther behind."""
SUBJECT_FLOOR = _all(CLAUSE_END, MODAL, HAVE, CONSEQUENCE)
"""What ends, to the left, the phrase that *which* stands for."""
OPENING_END = _all(CLAUSE_END, MODAL, HAVE, GERUND)
"""What shows that words before a comma are more than one circumstance."""
PART_START = _all(SUBORDINATOR, SEMICOLON, COLON, RELATIVE)
"""Behind these the subject of a verb begins anew."""
CLAUSE_START = _all(PART_START, COMMA, CONJUNCTION)
"""Before the first word of a clause or of a part of it."""
STOPS = _all(SEMICOLON, COLON)
"""Marks over which no subject reaches."""

# Lists.
JOINTS = _all(COMMA, CONJUNCTION)
"""Between members of a list, and between clauses."""
LIST_JOINTS = _all(JOINTS, SLASH)
"""Between names of a list."""
MEMBER_JOINTS = _all(LIST_JOINTS, EXAMPLE, CONSEQUENCE)
"""All that may stand between members of a list: *and, for example*."""
LIST_END = _all(JOINTS, SEMICOLON, CLOSE, COLON)
"""Behind a member of a list where it goes on or ends."""
BEFORE_A_MEMBER = _all(DETERMINER, PRONOUN, POSSESSIVE, OTHER, OF, QUANTITY, GAIN, EXAMPLE, BEARER)
"""Words before the next name of a list: *and the expression of*."""
ASIDE = _all(PREPOSITION, BY, DETERMINER, PRONOUN, POSSESSIVE, OTHER, BEARER, QUANTITY, ADVERB, OF, ENTITY)
"""A short phrase between members of a list: *of A in these cells and B*."""

# Prepositions.
PREPOSITIONS = _all(PREPOSITION, WITH, MEANS, CIRCUMSTANCE, BY, TO)
"""Any preposition but *of*."""
PASSABLE_PREPOSITIONS = _all(PREPOSITION, WITH, TO)
"""Those that a noun phrase may have inside."""
LEADING_PREPOSITIONS = _all(MEANS, CIRCUMSTANCE, BY)
"""Those that say by what or upon what."""
BY_WHAT = _all(MEANS, BY)
"""Those of means."""
BEFORE_A_VERBAL_GERUND = _all(OF, PREPOSITION, BY, MEANS)
"""Behind these a form in -ing inside a phrase is a verb of its own: *by activating*."""
BEFORE_A_PARTICIPIAL = _all(BY, PREPOSITION, MEANS, CIRCUMSTANCE)
"""Behind these a form in -ing has the subject of the verb before: *acts by activating*."""
BEHIND_A_PARTICIPIAL_JOINT = _all(JOINTS, SUBORDINATOR, CONSEQUENCE)
"""The same without a preposition: *A binds B, thereby activating*."""
CIRCUMSTANCE_START = _all(CIRCUMSTANCE, PREPOSITION)
"""What a circumstance at the head of a sentence begins with."""

# Nouns and what stands before them.
PLAIN = _all(DETERMINER, OTHER)
"""Articles, adjectives and nouns without a meaning of their own here."""
PLAIN_QUANTITY = _all(PLAIN, QUANTITY)
"""The same, and what is measured."""
PLAIN_ADVERB = _all(PLAIN_QUANTITY, ADVERB)
"""The same, and adverbs."""
UNNAMED = _all(OTHER, QUANTITY)
"""Nouns that name nothing: what is measured, and others."""
UNNAMED_BEARERS = _all(PLAIN_QUANTITY, BEARER)
"""Words of a phrase that names cells, animals or nothing."""
ACTS_AND_LOSSES = _all(ACT, LOSS)
"""Nouns that say what happens to an entity."""
ACTS_LOSSES_GAINS = _all(ACTS_AND_LOSSES, GAIN)
"""The same, and what stands for an entity."""
LOSSES = _all(LOSS, LOSS_ADJECTIVE)
"""Words of loss."""
LOSSES_AND_ACTS = _all(LOSSES, ACT)
"""The same, and nouns of acts, which may mean one: *inhibition*."""
MODIFYING_VERBS = _all(PARTICIPLE, GERUND)
"""Forms of a verb that modify a noun: *activated A*."""
DOING_NOUNS = _all(ACT, AGENT)
"""Nouns of verbs: of the act, of who acts."""
CARRIED = _all(QUANTITY, GAIN)
"""Nouns that carry a sign through."""
TURNING_NOUNS = _all(DOING_NOUNS, LOSSES)
"""Words of a compound that may turn the sign: *A inhibitor*, *A-deficient*."""
TURNING = _all(TURNING_NOUNS, MODIFYING_VERBS)
"""Words of a phrase that may turn the sign: *reduced A*, *inhibition of A*."""
CHANGES = _all(PARTICIPLE, ACTS_AND_LOSSES)
"""Words that say that an amount is another: *reduced A*, *A loss*."""
COMPOUND = _all(QUANTITY, LOSS, ACT, GAIN, OTHER, LOSS_ADJECTIVE, AGENT)
"""Words of a compound behind an entity: *A protein expression*."""
COMPOUND_START = _all(COMPOUND, OPEN, HYPHEN, BEARER)
"""What a compound behind an entity begins with."""
COMPOUND_GOES_ON = _all(QUANTITY, LOSS, ACT, OTHER, AGENT, BEARER)
"""Behind these a noun without a meaning is not the last of its compound."""
BEHIND_A_HYPHEN = _all(LOSS_ADJECTIVE, QUANTITY, LOSS, ACT, OTHER)
"""Words joined to an entity by a hyphen: *A-deficient*."""
BRACKETED_LOSS = _all(LOSS, LOSS_ADJECTIVE, OTHER)
"""What a bracket with a list of losses begins with."""
BEFORE_A_LOSS = _all(CONJUNCTION, OTHER, HYPHEN, DETERMINER)
"""Between two losses that say the same: *a mutant or siRNA construct*."""
BEFORE_A_COMPOUND_HEAD = _all(UNNAMED, HYPHEN, DETERMINER)
"""Between an entity and the noun that its compound ends in: *A protein activation*."""
BEFORE_AN_OWNED_NAME = _all(
    *(DETERMINER, QUANTITY, OTHER, GAIN, LOSS_ADJECTIVE, PARTICIPLE, GERUND, ACT, LOSS, OF, OPEN, HYPHEN)
)
"""Between *its* and the name of what it is: *its receptor B*."""
BEFORE_A_NAME = _all(*(OF, LOSS, ACT, QUANTITY, GAIN, LOSS_ADJECTIVE, DETERMINER, OTHER, AGENT, PARTICIPLE, PRONOUN))
"""Words that modify the name behind them: *the activation of A*."""
LEADS_TO_ITS_OBJECT = _all(GAIN, ACT, LOSS, VERB)
"""Behind these a preposition leads to what they are about: *treatment with A*."""
NOMINAL = _all(ENTITY, QUANTITY, ACT, LOSS, LOSS_ADJECTIVE, GAIN, BEARER, OTHER, AGENT, CLOSE)
"""Ends of a noun phrase: behind these a participle has its noun."""
OBJECT_LIKE = _all(
    *(DETERMINER, PRONOUN, POSSESSIVE, ENTITY, QUANTITY, ACT, LOSS_ADJECTIVE),
    *(GAIN, OTHER, LOSS, AGENT, PARTICIPLE, GERUND, BEARER),
)
"""Beginnings of a noun phrase: a participle before these acts on it."""
OBJECT_START = _all(ENTITY, DETERMINER, QUANTITY, OTHER, PRONOUN)
"""Behind a form in -ing what it acts on: *silencing the gene*."""
SHARED_OBJECT_START = _all(DETERMINER, ENTITY, QUANTITY, OTHER, ACT, GAIN, PRONOUN, LOSS, LOSS_ADJECTIVE)
"""Beginnings of what two verbs act on: *enhances, but B represses, C*."""
MEASURED = _all(QUANTITY, OTHER, ENTITY, ACT, LOSS, LOSS_ADJECTIVE, GAIN)
"""Behind a participle that belongs to its noun: *had reduced levels*."""
RELATIVE_SUBJECTS = _all(ENTITY, QUANTITY, ACT, BEARER, COMMA)
"""Before *that* when it is a relative pronoun."""

# Whether a form is a verb or a noun.
BEFORE_A_NOUN = _all(*(DETERMINER, POSSESSIVE, LOSS_ADJECTIVE, OF, BY, PREPOSITION, WITH, MEANS, CIRCUMSTANCE, HYPHEN))
"""Behind these stands a noun and no finite verb: *the increase*, *of increase*."""
BEFORE_AN_OTHER_NOUN = _all(BEFORE_A_NOUN, PRONOUN, UNNAMED)
"""The same of verbs without a sign: *this form*."""
BEFORE_A_BARE_NOUN = _all(START, COMMA, SIGNED_VERBS, TO, CONJUNCTION)
"""Behind these *increase in* is a noun: *causes increase in*."""
AFTER_A_CAUSED_NOUN = _all(PREPOSITION, QUANTITY, OF)
"""Behind a noun that an entity causes: *A-induced increase in*."""
BEFORE_A_COMPOUND_NOUN = _all(ENTITY, QUANTITY, ACT)
"""Before the last noun of a compound: *A release*."""
AFTER_A_COMPOUND_NOUN = _all(COMMA, END, CLOSE, CONJUNCTION, BY, SEMICOLON)
"""Behind the last noun of a compound."""
BEFORE_A_COMPOUND_GERUND = _all(ENTITY, QUANTITY, HYPHEN)
"""Before a noun in -ing: *A silencing*."""
BEFORE_AN_OTHER_VERBS_NOUN = _all(DETERMINER, POSSESSIVE, BY, PREPOSITION, WITH, MEANS)
"""Behind these a verb without a sign is a noun: *the use*."""
BEFORE_A_MEASURING_GERUND = _all(OF, WITH, CONJUNCTION, DETERMINER, POSSESSIVE)
"""Behind these *increasing levels* is a noun with its adjective."""
BEFORE_AN_ADJECTIVE_GERUND = _all(DETERMINER, POSSESSIVE, LOSS_ADJECTIVE, START)
"""Behind these a form in -ing is an adjective: *the activating*."""
BEFORE_A_NEW_SUBJECT = _all(RELATIVE, START, OPEN, SEMICOLON, COLON)
"""Behind these a participle may belong to a subject: *that activated A binds*."""
NO_SUBJECT_BEFORE = _all(
    *(DETERMINER, POSSESSIVE, OF, PREPOSITION, WITH, MEANS, TO, CIRCUMSTANCE),
    *(OTHER_VERB, VERB, PARTICIPLE, GERUND, EXAMPLE, OTHER_PARTICIPLE, BEFORE_A_NEW_SUBJECT),
)
"""Behind these a participle is an adjective and no verb: *of activated*."""
AFTER_A_PASSIVE = _all(PREPOSITIONS, CONJUNCTION, CONSEQUENCE, COMMA, RELATIVE, CLOSE, OTHER)
"""Behind the participle of a passive."""
AFTER_A_MEASURE = _all(PREPOSITION, CIRCUMSTANCE, WITH)
"""Behind *increased* without an object: *A increased in B*."""
INSIDE_A_SUBJECT = _all(
    *(DETERMINER, OTHER, ENTITY, QUANTITY, PREPOSITION, LOSS, ACT, LOSS_ADJECTIVE),
    *(GAIN, BEARER, OF, CONJUNCTION, SLASH, HYPHEN),
)
"""Between the first name of a subject and its verb: *A and B expression in cells*."""
NO_OBJECT = _all(BY, PREPOSITION, MEANS, CIRCUMSTANCE, WITH, COMMA, CONJUNCTION, CLOSE)
"""Behind a participle that is no verb with an object: *A induced by*."""

# What is passed in the search for something.
PASSED_TO_MEANS = _all(ADVERB, HEDGE, DETERMINER, OTHER)
"""Between what a verb acts on and *through*."""
PLACE_BEFORE_MEANS = _all(PREPOSITION, BEARER, ENTITY, QUANTITY, HYPHEN)
"""Words of a place between them: *in A-positive cells through*."""
PASSED_TO_A_SUBJECT = _all(CONJUNCTION, ADVERB, CONSEQUENCE, COMMA, PRONOUN)
"""Before a subject: *and thus, this A*."""
PASSED_TO_A_CIRCUMSTANCE = _all(CONJUNCTION, COMMA, ADVERB, CONSEQUENCE, SUBORDINATOR, RELATIVE)
"""Before a circumstance at the head of a clause: *and thus, upon*."""
PASSED_TO_A_MARKER = _all(PLAIN, PRONOUN, POSSESSIVE, BEARER, OF)
"""Before the name that marks cells: *in the cells of A-deficient mice*."""
PASSED_TO_A_NOUNS_AGENT = _all(PLAIN_QUANTITY, PREPOSITION, BEARER)
"""Between what an act is done to and *by*."""
PASSED_TO_AN_EFFECT = _all(DETERMINER, OTHER, ADVERB, LOSS_ADJECTIVE, GERUND)
"""Words before *effect*: *a strongly inhibitory*."""
PASSED_TO_A_HEAD = _all(ADVERBIAL, DETERMINER, OTHER, QUANTITY, ENTITY)
"""Between *is* and *required*: *is also a factor required*."""
DENIED_CAUSE = _all(EXCLUSION, NEGATION)
"""Before a cause that is denied: *but not A-induced*."""
PASSED_TO_AN_AGENT = _all(PLAIN_QUANTITY, GAIN, LOSS_ADJECTIVE, PREPOSITION, ADVERB)
"""Words before the noun of who acts: *a potent inhibitor*."""
BEFORE_AN_AGENT = _all(BE, HAVE, COMMA, OPEN, ENTITY, OTHER_PARTICIPLE, OTHER_VERB)
"""What joins the noun of who acts to its name: *A is an inhibitor*, *A, an inhibitor*."""
AGENT_VERBS = _all(BE, HAVE, OTHER_VERB, OTHER_PARTICIPLE)
"""Verbs that do: *is*, *acts as*."""
OTHER_VERBS = _all(OTHER_PARTICIPLE, OTHER_VERB)
"""Verbs without a sign."""
PASSED_TO_A_NAMED_AGENT = _all(
    *(BE, COMMA, OPEN, DETERMINER, MODAL, HEDGE, ADVERB, OTHER_PARTICIPLE, OTHER_VERB, HAVE, TO, NEGATION)
)
"""Between a name and the noun of who acts: *A may also be*."""
ROLE_NOUNS = _all(GAIN, OTHER, QUANTITY)
"""Classes that *role* may have where it is one."""
EFFECT_VERBS = _all(OTHER_VERB, HAVE, ENTITY)
"""Before the words of an effect: *A has a stimulatory effect*."""
TRIGGERS = _all(ACT, AGENT, ARROW)
"""Triggers that are no verbs."""
BEHIND_DEPENDENT = _all(QUANTITY, OTHER, ACT, ENTITY)
"""Behind *A-dependent* where it belongs to a noun."""


def named() -> Iterator[tuple[str, str | Classes]]:
    """The names of this module with their classes, single ones first."""
    everything = [(name, value) for name, value in globals().items() if name.isupper() and name != "NOTHING"]
    yield from (one for one in everything if isinstance(one[1], str))
    yield from (one for one in everything if isinstance(one[1], frozenset))


def spelled(classes: str) -> str:
    """The classes of a sentence by their names, for people.

    >>> spelled("EvE")
    'ENTITY VERB ENTITY'
    """
    names = {value: name for name, value in named() if isinstance(value, str)}
    return " ".join(names[cls] for cls in classes)
