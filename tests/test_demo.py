from datetime import timedelta

from odoo.tests import tagged
from odoo.tools.convert import convert_file

from .common import TODAY, ReactivationCase


@tagged("post_install", "-at_install")
class TestDemo(ReactivationCase):
    """The demo data tells a story in each column, whatever the day it is loaded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("base.user_demo", raise_if_not_found=False):
            demo = cls.make_user("demo_user", "sales_team.group_sale_salesman")
            cls.env["ir.model.data"]._update_xmlids(
                [{"xml_id": "base.user_demo", "record": demo, "noupdate": True}]
            )
        for name in ("customer", "work"):
            path = f"demo/reactivation_{name}_demo.xml"
            convert_file(cls.env, "crm_reactivation", path, {}, "init", noupdate=True)
        cls.env.flush_all()

    def demo_card(self, code):
        return self.card(self.demo_partner(code))

    def demo_partner(self, code):
        return self.env.ref(f"crm_reactivation.demo_partner_{code}")

    def test_a_story_in_each_column(self):
        for category, codes in (
            (self.to_assess, ("juniper", "orchard")),
            (self.months_0_6, ("northgate", "copperfield")),
            (self.months_6_18, ("harbour", "lakeside")),
            (self.over_18, ("sunfield", "meridian")),
        ):
            for code in codes:
                self.assertEqual(self.demo_card(code).category_id, category, code)

    def test_scores_are_assessed_or_provisional(self):
        for code in ("northgate", "harbour", "sunfield"):
            card = self.demo_card(code)
            self.assertEqual(card.answered_count, 15, code)
            self.assertFalse(card.category_is_provisional, msg=code)
        for code in ("copperfield", "lakeside", "meridian"):
            self.assertTrue(self.demo_card(code).category_is_provisional, msg=code)

    def test_levels(self):
        for code, level in (
            ("fairway", "at_risk"),
            ("brightwater", "active"),
            ("kestrel", "active"),
            ("tannery", "active"),
        ):
            standing = self.standing(self.demo_partner(code))
            self.assertEqual(standing.inactivity_level, level, code)
            self.assertFalse(standing.episode_id, msg=code)

    def test_what_people_did(self):
        call = self.demo_card("northgate").activity_ids
        self.assertEqual(call.date_deadline, TODAY + timedelta(days=1))
        self.assertEqual(self.demo_card("northgate").decision, "go")
        self.assertTrue(self.demo_card("meridian").critical_need)
        self.assertTrue(self.demo_card("harbour").call_ids)
        objective = self.env.ref("crm_reactivation.demo_objective")
        self.assertTrue(objective.agreed_on)
        self.assertEqual(objective.done_count, 1)
        back = self.Episode.search(
            [("partner_id", "=", self.demo_partner("tannery").id)]
        )
        self.assertEqual(back.state, "reactivated")
        proposal = self.env.ref("crm_reactivation.demo_renunciation_oldmill")
        self.assertEqual(proposal.state, "proposed")
        tests = self.env["reactivation.self.test"].search([("team_id", "!=", False)])
        self.assertEqual(set(tests.mapped("band")), {"low", "middle"})
