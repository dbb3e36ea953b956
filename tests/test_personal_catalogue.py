from datetime import timedelta

from odoo.fields import Domain
from odoo.tests import tagged

from .common import TODAY
from .retention_case import RetentionCase

TEXT = ("char", "text", "html", "json", "binary", "image")
OURS = "reactivation."

#: Models that are not about one customer: nobody writes about customers there.
NOT_ABOUT_CUSTOMERS = {
    "reactivation.benchmark": "figures of the sector",
    "reactivation.campaign": "words for all customers of an audience",
    "reactivation.campaign.message": "words for many",
    "reactivation.campaign.step": "words for many",
    "reactivation.category": "columns of the board",
    "reactivation.channel": "ways to reach customers",
    "reactivation.criterion": "questions asked of every customer",
    "reactivation.criterion.level": "answers to choose from",
    "reactivation.fit.criterion": "questions asked of every customer",
    "reactivation.milestone": "a number and a day of an objective",
    "reactivation.objective": "whose customers count, by number",
    "reactivation.policy": "rules for many customers",
    "reactivation.policy.rule": "rules for many customers",
    "reactivation.reason": "reasons to choose from",
    "reactivation.run": "figures of a refresh",
    "reactivation.script": "words for every call",
    "reactivation.self.test": "about the company itself",
    "reactivation.self.test.answer": "about the company itself",
    "reactivation.self.test.choice": "about the company itself",
    "reactivation.self.test.question": "about the company itself",
    "reactivation.sharing": "which salesperson shared out cards",
    "reactivation.skill": "about salespeople",
    "reactivation.summary": "mails to salespeople",
}
#: Stored fields about a customer that stay as they are when it is anonymised.
STAYS = {
    ("reactivation.assessment", "breakdown"): "points for each criterion",
    ("reactivation.assessment", "reasons"): "codes and figures of the engine",
    ("reactivation.assessment.answer", "question"): "copied from the grid",
    ("reactivation.assessment.answer", "wording"): "copied from the grid",
    ("reactivation.consent", "duration"): "what the company promised",
    ("reactivation.consent", "purpose"): "what the company promised",
    ("reactivation.credit", "origin_model"): "name of a model",
    ("reactivation.decision", "recommended_text"): "written by the engine, of figures",
    ("reactivation.enrollment", "survey_input_model"): "name of a model",
    ("reactivation.episode", "origin_model"): "name of a model",
    ("reactivation.episode", "provisional_facts"): "figures of orders",
    ("reactivation.incumbent", "name"): "a supplier, not the customer",
    ("reactivation.incumbent", "supplier_id"): "a supplier, not the customer",
    ("reactivation.retention.log", "details"): "numbers; proof of what was done",
    ("reactivation.retention.log", "duration"): "what the company promised",
    ("reactivation.retention.log", "purpose"): "what the company promised",
    ("res.partner", "reactivation_channel_id"): "letter or telephone, not to whom",
}
#: Leads to the customer's own contact, which is emptied itself.
KEYS = ("partner_id", "commercial_partner_id")


@tagged("post_install", "-at_install")
class TestPersonalCatalogue(RetentionCase):
    """Whatever can hold something personal is emptied, or said here why not."""

    def kept(self, model):
        """Stored fields of this module that may hold something personal."""
        return {
            name
            for name, field in self.env[model]._fields.items()
            if field.store
            and "crm_reactivation" in field._modules
            and (
                field.type in TEXT
                or field.comodel_name == "res.partner"
                and name not in KEYS
            )
            and not (field.type == "char" and field.related)
        }

    def models(self):
        """Models of the module with a table of their own; drafts are deleted daily."""
        return [
            name
            for name, model in self.env.registry.items()
            if name.startswith(OURS)
            and model._auto
            and not model._abstract
            and not model._transient
        ]

    def catalogue(self):
        return {
            (model, name)
            for model, (__, names) in self.Customer._personal_catalogue().items()
            for name in names
        }

    def test_every_text_is_emptied_or_stays_for_a_reason(self):
        about = set(self.models()) - NOT_ABOUT_CUSTOMERS.keys()
        found = {(model, name) for model in about for name in self.kept(model)}
        listed = self.catalogue()
        self.assertFalse(
            found - listed - STAYS.keys(),
            msg="Say in _personal_catalogue what anonymising empties, or here why not",
        )
        self.assertFalse(listed & STAYS.keys())
        stale = {key for key in STAYS.keys() - found if key[0].startswith(OURS)}
        self.assertFalse(stale)

    def test_models_that_are_not_about_customers(self):
        """None of them leads to a customer's record."""
        self.assertLessEqual(NOT_ABOUT_CUSTOMERS.keys(), set(self.models()))
        customers = {"reactivation.customer", "reactivation.episode", "res.partner"}
        for model in NOT_ABOUT_CUSTOMERS:
            for name, field in self.env[model]._fields.items():
                if field.store and field.type == "many2one":
                    self.assertNotIn(field.comodel_name, customers, (model, name))

    def test_what_the_module_adds_to_other_models(self):
        """On contacts, orders and opportunities: no text of ours."""
        for model in self.env.registry:
            if model.startswith(OURS) or self.env[model]._transient:
                continue
            if not self.env[model]._auto or self.env[model]._abstract:
                continue
            texts = {name for name in self.kept(model) if model != "res.company"}
            self.assertFalse({(model, name) for name in texts} - STAYS.keys())

    def test_every_discussion_is_emptied(self):
        """A model about customers with a chatter is in the catalogue: its messages bear
        names."""
        about = set(self.models()) - NOT_ABOUT_CUSTOMERS.keys()
        with_chatter = {m for m in about if "message_ids" in self.env[m]._fields}
        chatters = self.Customer._chatters(self.env["res.partner"])
        self.assertLessEqual(with_chatter, chatters.keys())

    def about(self, partner):
        """Dict model -> a record about the partner."""
        row, card = self.standing(partner), self.card(partner)
        key = {"partner_id": partner.id, "company_id": self.company.id}
        reasons = self.env["reactivation.reason"]
        outcome = reasons.search([("kind", "=", "outcome")], limit=1)
        ended = reasons.search([("kind", "=", "do_not_pursue")], limit=1)
        make = {
            "reactivation.profile": key,
            "reactivation.observation": {**key, "date": "2016-05-01"},
            "reactivation.purchase": {**key, "date": "2015-05-01", "amount": 1},
            "reactivation.assessment": {"customer_id": row.id},
            "reactivation.call": {
                "episode_id": card.id,
                "outcome_id": outcome.id,
                "date": "2016-05-01 10:00:00",
                "next_date": TODAY + timedelta(days=30),
            },
            "reactivation.decision": {
                "episode_id": card.id,
                "decision": "go",
                "date": TODAY,
            },
            "reactivation.renunciation": {**key, "reason_id": ended.id},
            "reactivation.credit": {
                "episode_id": card.id,
                "date": "2016-05-01",
                "until": "2016-06-01",
            },
            "reactivation.consent": {
                **key,
                "customer_id": row.id,
                "asked_on": "2016-05-01",
            },
        }
        found = {model: self.env[model].create(vals) for model, vals in make.items()}
        campaign = self.env["reactivation.campaign"].create(
            {"name": "Spring", "step_ids": [(0, 0, {"name": "Call"})]}
        )
        enrolled = self.env["reactivation.enrollment"].create(
            {
                **key,
                "campaign_id": campaign.id,
                "customer_id": row.id,
                "state": "done",
                "entered_on": "2016-05-01",
            }
        )
        rival = {"profile_id": found["reactivation.profile"].id, "name": "Rival Ltd"}
        touch = {
            "enrollment_id": enrolled.id,
            "campaign_id": campaign.id,
            "company_id": self.company.id,
            "partner_id": partner.id,
            "customer_id": row.id,
            "channel_id": campaign.step_ids.channel_id.id,
            "step_id": campaign.step_ids.id,
            "date": "2016-05-01",
        }
        return {
            **found,
            "reactivation.assessment.answer": (
                found["reactivation.assessment"].answer_ids[0]
            ),
            "reactivation.enrollment": enrolled,
            "reactivation.episode": card,
            "reactivation.incumbent": self.env["reactivation.incumbent"].create(rival),
            "reactivation.touch": self.env["reactivation.touch"].create(touch),
        }

    def filled(self, partner):
        """The same with something in each field of the catalogue, written twice."""
        anne = self.make_partner(
            "Anne SECRET",
            is_company=False,
            parent_id=partner.id,
            email="anne@durand.example",
        )
        found = self.about(partner)
        for model, (__, names) in self.Customer._personal_catalogue().items():
            record = found[model].with_context(tracking_disable=False)
            for word in ("SECRET", "SECRET again"):
                some = {
                    "json": {"move_note": word},
                    "many2one": anne.id,
                    "date": "2016-05-01",
                }
                if "message_ids" in record._fields:
                    record.message_post(body=word)
                values = {
                    name: some.get(record._fields[name].type, f"{word} {name}")
                    for name in names
                }
                self.env.flush_all()
                record.write(values)
                self.env.flush_all()
                self.env.cr.flush()  # writes the history
        return found

    def test_everything_is_empty_afterwards(self):
        """Each field of the catalogue, filled, and its old values in the history."""
        partner = self.customer(4000)
        self.refresh()
        records = self.filled(partner)
        self.refresh()
        self.env.flush_all()
        self.decide(partner, "ask")
        self.assertTrue(self.Log.search(Domain("decision", "=", "ask")))
        self.decide(partner, "anonymise")
        for model, (__, names) in self.Customer._personal_catalogue().items():
            record = records[model]
            self.assertTrue(record.exists(), msg=model)
            for name in names:
                self.assertFalse(record[name], msg=(model, name))
        tracked = self.env["mail.tracking.value"].search(
            Domain("old_value_char", "ilike", "SECRET")
            | Domain("new_value_char", "ilike", "SECRET")
            | Domain("old_value_text", "ilike", "SECRET")
            | Domain("new_value_text", "ilike", "SECRET")
        )
        self.assertFalse(tracked, msg=tracked.mapped("field_id.name"))
        said = self.env["mail.message"].search(Domain("body", "ilike", "SECRET"))
        self.assertFalse(said, msg=said.mapped("model"))
        for model in self.models():
            table = self.env[model]._table
            self.env.cr.execute(f"SELECT t::text FROM {table} t")  # noqa: S608
            for (row,) in self.env.cr.fetchall():
                self.assertNotIn("SECRET", row, model)
                self.assertNotIn("@durand.example", row, model)
