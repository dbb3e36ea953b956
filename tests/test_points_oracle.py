import random
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.tests import tagged

from .common import NOW, TODAY, ReactivationCase

CUSTOMERS = 250


@tagged("post_install", "-at_install")
class TestPointsOracle(ReactivationCase):
    """Points and very inactive on random signals, against a naive recomputation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(19)
        cls.company.partner_id.tz = "UTC"
        cls.tag = cls.env["res.partner.category"].create({"name": "Other policy"})
        cls.mailing = cls.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": cls.env.ref("base.model_res_partner").id,
            }
        )
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"Random {number}",
                    "is_company": True,
                    "email": f"random{number}@example.com"
                    if cls.random.random() < 0.8
                    else False,
                    "category_id": [Command.set(cls.tag.ids)]
                    if cls.random.random() < 0.5
                    else False,
                }
                for number in range(CUSTOMERS)
            ]
        )
        cls.last_order = {}
        cls.env["reactivation.purchase"].create(
            [cls.prepare_purchase(partner) for partner in cls.partners]
        )
        cls.signals = {
            "mail_open": cls.make_traces(),
            "visit": cls.make_visits(),
            "opt_out": cls.make_opt_outs(),
            "meeting": cls.make_meetings(),
        }

    @classmethod
    def any_day(cls, longest=800):
        # often on or next to a boundary of the rules below
        edge = TODAY - relativedelta(months=cls.random.choice((3, 6, 9, 12)))
        if cls.random.random() < 0.4:
            return edge + timedelta(days=cls.random.choice((-1, 0, 1)))
        return TODAY - timedelta(days=cls.random.randrange(longest))

    @classmethod
    def prepare_purchase(cls, partner):
        day = cls.last_order[partner] = cls.any_day()
        return {"partner_id": partner.id, "date": day, "amount": 10}

    @staticmethod
    def noon(day):
        return datetime(day.year, day.month, day.day, 12)

    @classmethod
    def make_traces(cls):
        """Dict partner -> day of the last open (None = mailed, never opened)."""
        seen, traces = {}, []
        for partner in cls.partners:
            for __ in range(cls.random.choice((0, 0, 1, 2))):
                day = cls.any_day() if cls.random.random() < 0.6 else None
                known = seen.get(partner)
                seen[partner] = max(filter(None, (known, day)), default=None)
                traces.append(
                    {
                        "mass_mailing_id": cls.mailing.id,
                        "model": "res.partner",
                        "res_id": partner.id,
                        "email": partner.email,
                        "sent_datetime": NOW - timedelta(days=900),
                        "open_datetime": cls.noon(day) if day else False,
                    }
                )
        cls.env["mailing.trace"].create(traces)
        return seen

    @classmethod
    def make_visits(cls):
        """Dict partner -> day of the last visit (None = has access, never came)."""
        seen = {}
        chosen = cls.random.sample(list(cls.partners), 40)
        for number, partner in enumerate(chosen):
            contact = cls.env["res.partner"].create(
                {"name": f"Visitor {number}", "parent_id": partner.id}
            )
            user = (
                cls.env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": contact.name,
                        "login": f"visitor{number}",
                        "partner_id": contact.id,
                        "group_ids": [
                            Command.set([cls.env.ref("base.group_portal").id])
                        ],
                    }
                )
            )
            seen[partner] = cls.any_day() if cls.random.random() < 0.6 else None
            if seen[partner]:
                cls.env["res.device.log"].create(
                    {
                        "session_identifier": str(number),
                        "user_id": user.id,
                        "first_activity": cls.noon(seen[partner]),
                        "last_activity": cls.noon(seen[partner]),
                    }
                )
        return seen

    @classmethod
    def make_opt_outs(cls):
        """Dict partner with an address -> whether it opted out: of everything, of a
        mailing list, of both."""
        seen = {partner: None for partner in cls.partners if partner.email}
        lists = cls.env["mailing.list"].create([{"name": "News"}, {"name": "Offers"}])
        for number, partner in enumerate(cls.random.sample(list(seen), 30)):
            if number % 3:
                cls.env["mail.blacklist"].create({"email": partner.email})
            if number % 3 < 2:
                subscriptions = [
                    Command.create({"list_id": listed.id, "opt_out": True})
                    for listed in lists
                ]
                cls.env["mailing.contact"].create(
                    {"email": partner.email, "subscription_ids": subscriptions}
                )
            seen[partner] = TODAY
        reader = next(partner for partner, day in seen.items() if not day)
        cls.env["mailing.contact"].create(
            {"email": reader.email, "list_ids": [Command.set(lists.ids)]}
        )
        return seen

    @classmethod
    def make_meetings(cls):
        seen = {}
        for partner in cls.random.sample(list(cls.partners), 60):
            seen[partner] = cls.any_day()
            cls.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
                {
                    "name": "Visit",
                    "start": cls.noon(seen[partner]) - timedelta(hours=1),
                    "stop": cls.noon(seen[partner]),
                    "partner_ids": [Command.set(partner.ids)],
                }
            )
        return seen

    def random_rules(self):
        signals = ["order", "mail_open", "visit", "opt_out", "meeting"]
        self.random.shuffle(signals)
        return [
            {
                "signal": signal,
                "condition": "presence" if signal == "opt_out" else "absence",
                "after": self.random.choice((3, 6, 9, 12)),
                "delay_unit": "months",
                "points": self.random.choice((0, 1, 2, 3)),
            }
            for signal in signals[: self.random.randint(1, 5)]
        ]

    def expected(self, partner, rules, scaled):
        """Points of a customer, naively."""
        given = observable = total = 0
        for rule in rules:
            total += rule["points"]
            if rule["signal"] == "order":
                last = self.last_order[partner]
            elif partner in self.signals[rule["signal"]]:
                last = self.signals[rule["signal"]][partner]
            else:
                continue
            observable += rule["points"]
            if rule["condition"] == "presence":
                met = last is not None
            else:
                met = last is None or (
                    last + relativedelta(months=rule["after"]) <= TODAY
                )
            given += rule["points"] * met
        if not scaled:
            return given
        if not observable:
            return 0
        share = Decimal(given) * total / observable
        return int(share.quantize(Decimal(1), ROUND_HALF_UP))

    def test_random_rules_of_two_policies(self):
        for __ in range(6):
            band = self.random.choice((1, 2, 3))
            policies = {}
            for tagged_only in (True, False):
                rules = self.random_rules()
                rules[0]["points"] = 3  # so that the band can be reached
                policies[tagged_only] = (rules, self.random.random() < 0.5)
            self.policy.rule_ids.unlink()
            self.policy.write(self.policy_vals(policies[False], band))
            other = self.env["reactivation.policy"].create(
                {
                    "name": "Other",
                    "sequence": 1,
                    "domain": str([("category_id", "in", self.tag.ids)]),
                    "rule_ids": [],
                    **self.policy_vals(policies[True], band),
                }
            )
            self.refresh()
            rows = self.Customer.search([("partner_id", "in", self.partners.ids)])
            self.assertEqual(len(rows), CUSTOMERS)
            for row in rows:
                rules, scaled = policies[bool(row.partner_id.category_id)]
                points = self.expected(row.partner_id, rules, scaled)
                self.assertEqual(row.inactivity_score, points, row.partner_id.name)
                limit = row.last_order_date + relativedelta(months=6)
                very = limit <= TODAY and points >= band
                self.assertEqual(row.inactivity_level == "very_inactive", very)
                self.assertEqual(
                    row.inactivity_level in ("inactive", "very_inactive"),
                    limit <= TODAY,
                )
            other.unlink()

    def policy_vals(self, rules_and_scale, band):
        rules, scaled = rules_and_scale
        return {
            "method": "fixed",
            "inactive_after": 6,
            "delay_unit": "months",
            "very_inactive_points": band,
            "scale_points": scaled,
            "rule_ids": [Command.create(rule) for rule in rules],
        }

    def test_last_interaction_is_the_latest_real_one(self):
        self.refresh()
        for row in self.Customer.search([("partner_id", "in", self.partners.ids)]):
            partner = row.partner_id
            days = [self.last_order[partner]]
            days += [self.signals["meeting"].get(partner) or date.min]
            self.assertEqual(row.last_interaction_date, max(days), partner.name)
            opens = self.signals["mail_open"].get(partner)
            visits = self.signals["visit"].get(partner)
            interest = max(filter(None, (opens, visits)), default=False)
            self.assertEqual(row.last_signal_date, interest, partner.name)
