"""Words around numbers: what compares, what softens, what a number is no claim with."""

from __future__ import annotations

from fractions import Fraction

_COMPARED = {
    ">": "more than|over|above|greater than|in excess of|upwards of|upward of|exceeding|well over|just over"
    "|far more than|much more than|well above|just above|slightly more than|slightly over|a little over"
    "|little more than",
    ">=": "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|as few as",
    "almost": "nearly|almost|just under|just below|just short of|just shy of|approaching|not quite|close on",
    "about": "about|around|roughly|approximately|approx.|approx|some|an estimated|estimated|circa|ca.|maybe|perhaps"
    "|close to|possibly|in the region of|on the order of|an average of|somewhere around",
    "<=": "up to|as many as|at most|at the most|a maximum of|maximum of|no more than|not more than|as much as"
    "|no greater than",
    "<": "less than|fewer than|under|below|not even|well under|well below|far fewer than|far less than|much less than",
    "=": "exactly|only|just|a total of|fully|precisely|all|barely|a mere|merely|in total",
}
OPERATORS = {tuple(phrase.split()): sign for sign, phrases in _COMPARED.items() for phrase in phrases.split("|")}
LONGEST_OPERATOR = max(map(len, OPERATORS))
# The operators that soften: their words are hedges.
SOFT = frozenset({"about", "almost"})
HEDGES = frozenset("maybe perhaps possibly reportedly estimated allegedly supposedly apparently".split())

AFTERWARDS = {
    ("or", "more"): ">=",
    ("or", "so"): "about",
    ("or", "fewer"): "<=",
    ("or", "less"): "<=",
    ("at", "least"): ">=",
    ("at", "most"): "<=",
    ("-", "plus"): ">=",
    ("plus",): ">=",
    ("+",): ">=",
}

# After these a small word is a preposition and compares nothing: "talks about two towns", "control over 12 villages".
NO_COMPARISON = {
    "over": frozenset(
        "control flew fly flying flights flight war wars talks fight fights fighting dispute disputes battle "
        "concern concerns power authority sovereignty spread all argued dropped hovering came".split()
    ),
    "about": frozenset(
        "talks talk talked speak spoke asked told concern concerned concerns information reports report questions "
        "know knew heard said worried warned complained statements something nothing".split()
    ),
    "around": frozenset(
        "fighting clashes areas area positions battles ground region places towns villages turned".split()
    ),
    "under": frozenset("children those anyone people persons everyone came".split()),
    "above": frozenset("flew fly flying hovering altitude height".split()),
    "below": frozenset("flew fly flying".split()),
    "all": frozenset("after at above".split()),
}

ORDINAL_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
PARTS = ORDINAL_PARTS | {f"{word}s": number for word, number in ORDINAL_PARTS.items() if word != "half"} | {"halves": 2}

PERCENT = frozenset("percent % pct percents".split())

# The least that such a word can mean.
VAGUE = {
    "multiple": 2,
    "several": 2,
    "numerous": 2,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2_000_000,
}
TENS_OF = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 100}
SETS = {("a", "handful"): 2, ("a", "few"): 2, ("a", "couple"): 2}

# Shares without a number: what they are at least (or at most, of a minority) beyond.
MOSTLY = frozenset("mostly mainly largely predominantly overwhelmingly".split())
STRUCK = frozenset(
    "hit hits struck strike strikes striking bomb bombs bombed bombing target targets targeted targeting attack "
    "attacks attacked shelled raids raid airstrikes aimed shifted directed".split()
)
NO_MOST = frozenset(
    "recent likely probably important wanted notably famous powerful common serious dangerous recently senior "
    "valuable prominent advanced violent deadly intense severe influential other".split()
)

CHANGES: dict[str, Fraction] = {
    "doubled": Fraction(2),
    "tripled": Fraction(3),
    "trebled": Fraction(3),
    "quadrupled": Fraction(4),
    "halved": Fraction(1, 2),
}
ROSE = frozenset(
    "rose risen rise grew grown increased increase climbed jumped surged up gained expanded soared".split()
)
FELL = frozenset(
    "fell fallen fall dropped drop decreased decrease declined decline down shrank reduced reduction cut sank slowed "
    "dwindled lowered".split()
)

CASUALTIES = frozenset("killed wounded injured dead missing captured hurt displaced arrested detained died".split())
CAUSING = {
    "killed": "killed",
    "killing": "killing",
    "kills": "kills",
    "wounded": "wounded",
    "wounding": "wounding",
    "injured": "injured",
    "injuring": "injuring",
    "displaced": "displaced",
    "displacing": "displacing",
    "captured": "captured",
}

CURRENCY = frozenset("$ € £ ¥ ₽ ₺ usd eur".split())
MONEY = frozenset(
    "dollars dollar euros euro roubles rouble rubles ruble pounds sterling lira liras cents pence usd eur francs yen "
    "shekels dinars riyals dirhams".split()
)
MEASURES = frozenset(
    "mi km kilometre kilometres kilometer kilometers mile miles metre metres meter meters feet foot ft yards yard "
    "inch inches mm cm m kg kilogram kilograms kilos gram grams tonne tonnes ton tons litre litres liter liters "
    "mph kph knots hectares hectare acres acre square sq degrees degree ° megawatts barrels kilotons nautical mm. "
    "cm. km. am pm gmt utc bits".split()
)
TIMES = frozenset(
    "second seconds minute minutes hour hours day days week weeks month months year years decade decades century "
    "centuries times weekend weekends fortnight fortnights".split()
)
LABELS = frozenset(
    "no. nos. no number article articles resolution resolutions chapter chapters section sections page pages "
    "paragraph paragraphs annex annexes route highway road room point phase flight brigade battalion division "
    "regiment unit table figure note notes line item grade level type model mark channel protocol stage part "
    "volume issue act title top ranked rank hill height sector zone street gate block building version windows "
    "catch size base checkpoint tel phone fax ext box apollo boeing airbus group psalm verse lot column row step "
    "question exhibit case order decree law rule".split()
)

# Words at which what is counted has ended.
STOPS = frozenset(
    "of in on at to from by for with within without into onto over under near around across along after before "
    "during since until till between among against through throughout about above below behind beyond outside "
    "inside toward towards and or but nor so yet as than that which who whom whose where when while if because "
    "although though until was were is are be been being am has have had having do does did will would can could "
    "may might must shall should not no hit hits struck killed fell rose took said says say came went lost died "
    "fled fought made flew landed remain remained remains took hold held holds lie lies lay stood stands still "
    "were's then there here also each every per ago according including the a an this it he she they we you i "
    "them him us me its their his her our your these those some any none all both only just even more less fewer "
    "most least almost nearly percent per is's destroyed damaged yesterday today tomorrow later earlier overnight "
    "alone together apart out up down off again already now while via ended began begin begins seized captured "
    "crossed gathered left told added called calls".split()
)
DETERMINERS = frozenset("the its their his her our your my these those all this that any every each".split())
PEOPLE = frozenset(
    "people men women children troops personnel police aircraft dead casualties civilians militia staff media forces "
    "clergy cattle sheep others infantry hostages pct artillery folk".split()
)
NO_PLURALS = frozenset(
    "across as was has this its his says us perhaps always afterwards towards besides thus sometimes whereas previous "
    "various serious homs damascus hamas paris les isis daesh tunis athens texas kansas reuters james politics news "
    "mathematics physics series is".split()
)
# Plurals that stand before what is counted: "arms depots".
FRONT_PLURALS = frozenset(
    "dead arms weapons sports drugs goods communications explosives operations logistics supplies munitions systems "
    "headquarters special armed united states nations women children's rights intelligence mortars".split()
)
# Words in -er that are nobody.
NO_PERSONS = frozenset(
    "another other matter order number quarter corner letter paper chapter danger answer border center theater "
    "power chamber summer winter shelter further rather either neither whether december november october "
    "september offer winner manner".split()
)
COUNTED_ONE = frozenset(
    "strike airstrike attack raid sortie bomb person civilian soldier child woman man girl boy fighter militant "
    "rebel vehicle tank building plane aircraft helicopter jet drone target location site village town city "
    "hospital school clinic bridge position unit boat truck depot camp house policeman officer pilot journalist "
    "worker shell rocket battalion brigade division company squadron guard general colonel captain diplomat "
    "official american missile bunker excavator bulldozer checkpoint base cache factory mosque bus car convoy "
    "explosion death casualty".split()
)

# What a test of a claim can count, by the words for it. A target may be a place or an event: the built-in case counts
# the places that were named. A strike counts as one event: how many there were is a column that not every case has.
UNITS: dict[str, str] = {
    **dict.fromkeys(
        "place places location locations site sites town towns village villages target targets area areas".split(),
        "place",
    ),
    **dict.fromkeys(
        "settlement settlements position positions locality localities city cities neighbourhoods".split(), "place"
    ),
    **dict.fromkeys(
        "strike strikes airstrike airstrikes air-strikes raid raids attack attacks bombing bombings".split(), "event"
    ),
    **dict.fromkeys(
        "bombardment bombardments incident incidents event events shelling shellings explosions explosion".split(),
        "event",
    ),
}

# What "mostly" and its like accept: they are shares, though they name no number.
COUNTED_SHARES = frozenset({"> 0.5"})
