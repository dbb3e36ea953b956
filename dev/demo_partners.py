"""Partners of the demo company: companies with contacts, in bulk."""

from dataclasses import dataclass

from demo_bulk import Pattern, next_ids, rolled_back, stage
from demo_names import french_zone, looks_like_names, rng_for

from odoo.addons.phone_validation.tools import phone_validation

UNASSIGNED_SHARE = 0.08  # partners without salesperson
KEY_ACCOUNT_SHARE = 0.04  # of the customers, by ordered amount
TAGGED_SHARE = 0.15  # partners with one of the other tags
COUNTRIES = ("FR", "GB", "BE", "CH")
STAGED_COLUMNS = {
    "id": "int",
    "pattern_key": "int",
    "parent_id": "int",
    "ref": "text",
    "name": "text",
    "company_name": "text",
    "function": "text",
    "street": "text",
    "zip": "text",
    "city": "text",
    "country_id": "int",
    "phone": "text",
    "phone_sanitized": "text",
    "email": "text",
    "industry_id": "int",
    "user_id": "int",
    "created": "timestamp",
}
AS_STAGED = (
    "id parent_id ref name function street zip city country_id phone phone_sanitized"
    " email industry_id user_id"
)
REPLACED = {
    **{column: f"s.{column}" for column in AS_STAGED.split()},
    "complete_name": "CASE WHEN s.parent_id IS NULL THEN s.name"
    " ELSE s.company_name || ', ' || s.name END",
    "commercial_partner_id": "coalesce(s.parent_id, s.id)",
    "commercial_company_name": "s.company_name",
    "email_normalized": "lower(s.email)",
    "create_date": "s.created",
    "write_date": "s.created",
}


@dataclass
class DemoPartner:
    """A company partner of the demo: ids of records, None where there is none.

    `user_id` is the partner's salesperson, `order_user_id` the one on its orders.
    """

    key: str
    id: int
    contact_id: int | None
    user_id: int | None
    order_user_id: int | None


def customer_names(keys):
    """Map customer keys to the names they hold; empty when they are only codes."""
    return {key: key for key in keys} if looks_like_names(keys) else {}


def create_partners(env, demo, register, keys, names=None, created=None, ref=True):
    """Create one company per key, four of ten with a contact; return DemoPartners.

    `names` maps keys to given names; `created` keys to the creation time (UTC), else
    now; `ref` keeps the key as the partner's reference.
    """
    keys = list(keys)
    names, created = names or {}, created or {}
    businesses = [register.business(key, names.get(key)) for key in keys]
    contacts = sum(1 for business in businesses if business.contact)
    ids = iter(next_ids(env.cr, "res_partner_id_seq", len(keys) + contacts))
    partners, rows = [], []
    facts = _Facts(env)
    for key, business in zip(keys, businesses, strict=True):
        partner = _new_partner(demo, key, business, ids)
        partners.append(partner)
        when = created.get(key) or env.cr.now()
        reference = key if ref else None
        rows += _staged_rows(facts, partner, business, reference, when)
    _insert(env, facts, rows)
    return partners


def tag_partners(env, demo, partners, amounts):
    """Tag the biggest customers as key accounts and some others at random."""
    biggest = sorted(partners, key=lambda p: amounts.get(p.key, 0), reverse=True)
    key_accounts = biggest[: int(KEY_ACCOUNT_SHARE * len(biggest))]
    rows = [(demo.tag_ids["Key account"], partner.id) for partner in key_accounts]
    others = [tag_id for name, tag_id in demo.tag_ids.items() if name != "Key account"]
    for partner in partners:
        rng = rng_for(f"tag {partner.key}")
        if rng.random() < TAGGED_SHARE:
            rows.append((rng.choice(others), partner.id))
    relation = env["res.partner"]._fields["category_id"]
    stage(env.cr, "staged_tag", {"tag_id": "int", "partner_id": "int"}, rows)
    env.cr.execute(
        f"INSERT INTO {relation.relation} ({relation.column2}, {relation.column1})"
        " SELECT tag_id, partner_id FROM staged_tag"
    )
    env.invalidate_all()


def _new_partner(demo, key, business, ids):
    """Decide who sells to this business and take its ids."""
    rng = rng_for(f"salesperson {key}")
    user_id = demo.user_for(business.town, french_zone(business.town))
    order_user_id = user_id
    if rng.random() < UNASSIGNED_SHARE:
        # Nobody is in charge now; half of them were served by somebody before.
        user_id, order_user_id = None, rng.choice([None, rng.choice(demo.user_ids)])
    company_id = next(ids)
    contact_id = next(ids) if business.contact else None
    return DemoPartner(key, company_id, contact_id, user_id, order_user_id)


class _Facts:
    """Ids of countries and industries, and Odoo's spelling of telephone numbers."""

    def __init__(self, env):
        countries = env["res.country"].search([("code", "in", COUNTRIES)])
        self.country_ids = {country.code: country.id for country in countries}
        self.phone_codes = {country.code: country.phone_code for country in countries}
        self.industry_ids = {
            letter: env.ref(f"base.res_partner_industry_{letter}").id
            for letter in "ACFGHILMNPQS"
        }

    def sanitized(self, phone, country):
        """The number in E.164 format, as Odoo stores it beside the typed one."""
        if not phone:
            return None
        return phone_validation.phone_format(
            phone,
            country,
            self.phone_codes[country],
            force_format="E164",
            raise_exception=False,
        )


def _staged_rows(facts, partner, business, reference, when):
    """Rows of STAGED_COLUMNS: the company and, if there is one, its contact."""
    town = business.town
    country_id = facts.country_ids[town.country]
    address = (business.street, town.postcode, town.name, country_id)
    end = (facts.industry_ids[business.industry], partner.user_id, when)

    def row(record_id, parent_id, ref, someone, function):
        key = _pattern_key(country_id, is_contact=bool(parent_id))
        sanitized = facts.sanitized(someone.phone, town.country)
        identity = (
            record_id,
            key,
            parent_id,
            ref,
            someone.name,
            business.name,
            function,
        )
        reach = (someone.phone, sanitized, someone.email)
        return (*identity, *address, *reach, *end)

    yield row(partner.id, None, reference, business, None)
    if business.contact:
        contact = business.contact
        yield row(partner.contact_id, partner.id, None, contact, contact.function)


def _pattern_key(country_id, is_contact):
    return 2 * country_id + is_contact


def _insert(env, facts, rows):
    """Insert the staged partners like a company and a contact of the same country.

    Some stored fields of other add-ons follow from the country.
    """
    pattern = Pattern(env.cr, "res_partner")
    with rolled_back(env):
        for country_id in facts.country_ids.values():
            values = {"name": "Pattern", "is_company": True, "country_id": country_id}
            company = env["res.partner"].create({**values, "customer_rank": 1})
            contact = env["res.partner"].create(
                {"name": "Pat", "parent_id": company.id}
            )
            pattern.keep(_pattern_key(country_id, is_contact=False), company)
            pattern.keep(_pattern_key(country_id, is_contact=True), contact)
    pattern.store()
    stage(env.cr, "staged_partner", STAGED_COLUMNS, rows)
    pattern.insert_like("staged_partner", "pattern_key", REPLACED)
    env.invalidate_all()
