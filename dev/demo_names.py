"""Invented business names, towns, people and numbers for the demo company.

Pure Python and deterministic: the same seed and the same keys, in the same order, give
the same names. E-mail addresses are on example.com. Partners in countries that keep no
telephone numbers free for fiction have none.
"""

import random
import re
import unicodedata
from dataclasses import dataclass

from demo_words import (
    BRITISH_PHONES,
    ENGLISH_FAMILIES,
    ENGLISH_FIRST_NAMES,
    ENGLISH_FORMS,
    ENGLISH_TRADES,
    FRENCH_FAMILIES,
    FRENCH_FIRST_NAMES,
    FRENCH_FORMS,
    FRENCH_PHONES,
    FRENCH_TRADES,
    FRENCH_ZONES,
    FUNCTIONS,
    STREETS,
    TOWNS,
)

SEED = "crm_reactivation"
EMAIL_DOMAIN = "example.com"


@dataclass(frozen=True)
class Town:
    """Where a partner sits: ISO country code, postcode, name."""

    country: str
    postcode: str
    name: str

    @classmethod
    def parse(cls, country, text):
        postcode, name = re.fullmatch(r"(.*\d\w*) (\D+)", text.strip()).groups()
        return cls(country, postcode, name)


@dataclass
class Business:
    """One invented company; `phone`, `email` and `contact` may be None."""

    name: str
    industry: str
    town: Town
    street: str
    phone: str | None
    email: str | None
    contact: "Person | None"


@dataclass
class Person:
    """Someone at a company; `phone` and `email` may be None."""

    name: str
    function: str
    phone: str | None
    email: str | None


def rng_for(key):
    """A random generator that depends on the seed and this key only."""
    return random.Random(f"{SEED}:{key}")


def slug(name):
    """An ASCII spelling of a name for addresses: Hôtel Séguin -> hotel-seguin."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-") or "company"


def looks_like_names(keys):
    """Whether customer keys are names to show (not numbers or codes): most of them."""
    named = sum(1 for key in keys if _looks_like_a_name(key))
    return named > 0.8 * len(keys)


def _looks_like_a_name(key):
    letters = sum(character.isalpha() for character in key)
    digits = sum(character.isdigit() for character in key)
    code = re.fullmatch(r"[^\W\d_]{1,10}[ _#.:/-]*\d+|[0-9A-Fa-f-]{8,}|\S*_\S*", key)
    return letters >= 3 and letters > digits and not code


class BusinessRegister:
    """Hands out businesses with distinct names."""

    def __init__(self):
        self._names = set()
        self._domains = set()
        self._countries = list(TOWNS)
        self._shares = [share for share, __ in TOWNS.values()]
        self._towns = {
            country: [Town.parse(country, town) for town in re.split(r"[|\n]", towns)]
            for country, (__, towns) in TOWNS.items()
        }

    def business(self, key, name=None):
        """The business of one customer key; `name`, when given, is the name to use."""
        rng = rng_for(key)
        country = rng.choices(self._countries, self._shares)[0]
        town = rng.choice(self._towns[country])
        invented, industry = self._distinct_name(rng, town)
        name = name or invented
        domain = self._distinct_domain(slug(name)[:40].strip("-"))
        phone = phone_number(rng, town) if rng.random() < 0.9 else None
        email = f"contact@{domain}" if rng.random() < 0.85 else None
        contact = person(rng, town, domain) if rng.random() < 0.4 else None
        return Business(name, industry, town, street(rng, town), phone, email, contact)

    def _distinct_name(self, rng, town):
        english = town.country == "GB"
        trades = ENGLISH_TRADES if english else FRENCH_TRADES
        families = ENGLISH_FAMILIES if english else FRENCH_FAMILIES
        forms = ENGLISH_FORMS if english else FRENCH_FORMS
        for attempt in range(12):
            trade = rng.choice(list(trades))
            family, other = rng.sample(families, 2)
            # The plain forms first: most companies have a short name.
            form = forms[min(int(rng.expovariate(0.6)), len(forms) - 1)]
            name = form.format(trade=trade, family=family, other=other)
            if attempt > 5:
                name = f"{name} {town.name}"
            if name not in self._names:
                break
        else:
            name = f"{name} {len(self._names)}"
        self._names.add(name)
        return name, trades[trade]

    def _distinct_domain(self, label):
        domain, number = label, 1
        while domain in self._domains:
            number += 1
            domain = f"{label}-{number}"
        self._domains.add(domain)
        return f"{domain}.{EMAIL_DOMAIN}"


def person(rng, town, domain):
    """Somebody who works at the company with this e-mail domain."""
    english = town.country == "GB"
    first = rng.choice(ENGLISH_FIRST_NAMES if english else FRENCH_FIRST_NAMES)
    last = rng.choice(ENGLISH_FAMILIES if english else FRENCH_FAMILIES)
    phone = phone_number(rng, town, mobile=True) if rng.random() < 0.5 else None
    address = f"{slug(first)}.{slug(last)}@{domain}" if rng.random() < 0.85 else None
    return Person(f"{first} {last}", rng.choice(FUNCTIONS), phone, address)


def street(rng, town):
    """A street and number in the language of the town."""
    streets = re.split(r"[|\n]", STREETS["GB" if town.country == "GB" else "FR"])
    name, number = rng.choice(streets), rng.randint(1, 98)
    return f"{name} {number}" if town.country == "CH" else f"{number} {name}"


def french_zone(town):
    """The zone (1 to 5) of the French numbering plan, or None outside France."""
    if town.country != "FR":
        return None
    zones = FRENCH_ZONES.items()
    return next(zone for zone, codes in zones if town.postcode[:2] in codes.split())


def phone_number(rng, town, mobile=False):
    """A number kept free for fiction in that country, or None when it has none."""
    if town.country == "FR":
        pattern = FRENCH_PHONES["mobile" if mobile else french_zone(town)]
    elif town.country == "GB":
        pattern = BRITISH_PHONES.get(town.name) if not mobile else None
        pattern = pattern or BRITISH_PHONES["mobile"]
    else:
        return None
    return re.sub("#", lambda __: str(rng.randrange(10)), pattern)
