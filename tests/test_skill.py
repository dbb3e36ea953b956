from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .security_case import SALESMAN, SecurityCase
from .test_sharing import SharingCase


@tagged("post_install", "-at_install")
class TestSkill(SharingCase):
    """Who gets which card, by what the manager knows of the salespeople."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pierre = cls.make_user("pierre", SALESMAN, name="Pierre Petit")
        cls.everybody = cls.julie | cls.marc | cls.pierre
        cls.set_skill(cls.julie, "trained")
        cls.set_skill(cls.marc, "to_train")

    @classmethod
    def set_skill(cls, user, level, company=None):
        return cls.env["reactivation.skill"].create(
            {
                "user_id": user.id,
                "level": level,
                "company_id": (company or cls.env.company).id,
            }
        )

    def by_skill(self, cards, rule, method="count"):
        dialog = self.dialog(cards, method, self.everybody)
        dialog.skill_rule = rule
        dialog.flush_recordset()
        return dialog

    def test_nobody_is_called_unknown_without_a_question(self):
        """Under a name the word says nothing, unless the skill was asked for."""
        preview = self.by_skill(self.open_cards(3), "any").preview
        self.assertNotIn("Unknown", preview)
        self.assertIn("To train", preview)

    def test_whatever_the_skill(self):
        cards = self.open_cards(3)
        self.by_skill(cards, "any").action_apply()
        self.assertEqual(cards.user_id, self.everybody)

    def test_trained_ones_only(self):
        cards = self.open_cards(3)
        dialog = self.by_skill(cards, "trained")
        self.assertRegex(dialog.preview, r"Julie Dupont\s*<small[^>]*>Trained")
        self.assertRegex(dialog.preview, r"Pierre Petit\s*<small[^>]*>Unknown")
        dialog.action_apply()
        self.assertEqual(cards.user_id, self.julie)

    def test_unknown_ones_left_out(self):
        cards = self.open_cards(4)
        self.set_skill(self.pierre, "unknown")
        self.by_skill(cards, "known").action_apply()
        self.assertEqual(cards.user_id, self.julie | self.marc)

    def test_hard_cards_to_trained_ones(self):
        cards = self.open_cards(6)
        hard = cards[:3]
        months_6_18 = self.env.ref("crm_reactivation.category_6_18")
        hard.decided_category_id = months_6_18
        cards[3].decided_category_id = self.env.ref("crm_reactivation.category_0_6")
        self.by_skill(cards, "hard").action_apply()
        self.assertEqual(hard.user_id, self.julie)
        self.assertEqual((cards - hard).user_id, self.marc | self.pierre)

    def test_nobody_is_trained(self):
        cards = self.open_cards(1)
        self.env["reactivation.skill"].search([]).level = "unknown"
        dialog = self.by_skill(cards, "trained")
        self.assertFalse(dialog.move_count)
        self.assertIn("nobody chosen who may get them has the skill", dialog.preview)

    def test_another_companys_opinion_does_not_count(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.pierre.company_ids = [(4, other.id)]
        self.set_skill(self.pierre, "trained", other)
        cards = self.open_cards(3)
        self.by_skill(cards, "trained").action_apply()
        self.assertEqual(cards.user_id, self.julie)

    def test_the_customers_own_salesperson_stays(self):
        cards = self.open_cards(1, user_id=self.pierre.id)
        cards.user_id = self.marc
        self.by_skill(cards, "trained", "keep").action_apply()
        self.assertEqual(cards.user_id, self.pierre)

    def test_team_and_territory_ask_for_skill_too(self):
        south = self.env["crm.team"].create({"name": "South"})
        south.member_ids = self.marc | self.pierre
        cards = self.open_cards(2, country_id=self.env.ref("base.fr").id)
        cards.team_id = south
        self.assertFalse(self.by_skill(cards, "trained", "team").move_count)
        self.by_skill(cards, "trained", "territory").action_apply()
        self.assertEqual(cards.user_id, self.julie)

    def test_the_list_names_everybody_once(self):
        team = self.env["crm.team"].create({"name": "South"})
        team.member_ids = self.everybody
        skills = self.env["reactivation.skill"].with_user(self.claire)
        skills.action_open_list()
        skills.action_open_list()
        found = skills.search([("user_id", "in", self.everybody.ids)])
        self.assertEqual(
            {row.user_id: row.level for row in found},
            {self.julie: "trained", self.marc: "to_train", self.pierre: "unknown"},
        )
        self.assertEqual(len(found), 3)


@tagged("post_install", "-at_install")
class TestSkillSecurity(SecurityCase):
    """A fact about a person: the manager's and the person's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.skills = cls.env["reactivation.skill"].create(
            [
                {"user_id": user.id, "level": "to_train"}
                for user in (cls.rep, cls.colleague)
            ]
        )
        cls.abroad = cls.env["reactivation.skill"].create(
            {"user_id": cls.polyglot.id, "company_id": cls.other.id}
        )

    def test_a_salesperson_reads_the_own_one(self):
        skills = self.env["reactivation.skill"].with_user(self.rep)
        self.assertEqual(skills.search([]), self.skills[0])
        self.assertEqual(skills.search([]).level, "to_train")
        for operation in (
            lambda: self.skills[1].with_user(self.rep).level,
            lambda: self.skills[0].with_user(self.rep).write({"level": "trained"}),
            lambda: self.skills[0].with_user(self.rep).unlink(),
            lambda: skills.create({"user_id": self.rep.id}),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                operation()
        skills.action_open_list()

    def test_rights_on_all_documents_are_not_rights_on_people(self):
        self.assertFalse(
            self.env["reactivation.skill"].with_user(self.senior).search([])
        )

    def test_a_manager_writes_those_of_the_own_company(self):
        skills = self.env["reactivation.skill"].with_user(self.manager)
        self.assertEqual(skills.search([]), self.skills)
        self.skills.with_user(self.manager).level = "trained"
        with self.assertRaises(AccessError):
            self.abroad.with_user(self.manager).level = "trained"

    def test_nobody_else(self):
        for user in (self.clerk, self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["reactivation.skill"].with_user(user).search([])

    @mute_logger("odoo.sql_db")
    def test_one_row_per_person(self):
        with self.refused(UniqueViolation, "reactivation_skill_one_per_person"):
            self.skills[0].copy()
