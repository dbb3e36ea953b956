from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .security_case import SecurityCase

STATE = (
    "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
)


@tagged("post_install", "-at_install")
class TestObjectiveLaunch(SecurityCase):
    """The meeting that launches an objective, and its brief."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["crm.team"].create(
            {"name": "South", "company_id": cls.company.id, "user_id": cls.senior.id}
        )
        cls.team.member_ids = cls.rep | cls.colleague
        cls.objective = cls.env["reactivation.objective"].create(
            {"owner_type": "team", "team_id": cls.team.id, "target_count": 5}
        )
        cls.months_0_6 = cls.env.ref("crm_reactivation.category_0_6")
        cls.cards = cls.record("reactivation.episode", cls.own)
        cls.cards |= cls.record("reactivation.episode", cls.theirs)
        cls.cards.write({"team_id": cls.team.id})
        cls.cards.decided_category_id = cls.months_0_6

    def dialog(self, user=None, **values):
        user = user or self.manager
        action = self.objective.with_user(user).action_launch_meeting()
        dialogs = self.env[action["res_model"]].with_user(user)
        return dialogs.with_context(**action["context"]).create(values)

    def book(self, state="ok", **values):
        dialog = self.dialog(**values)
        with patch(STATE, lambda self: state):
            action = dialog.action_book()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_the_team_is_invited(self):
        event = self.book(start=datetime(2027, 3, 20, 8), duration=1.5)
        self.assertEqual(
            event.partner_ids,
            (self.rep | self.colleague | self.senior | self.manager).partner_id,
        )
        self.assertEqual(event.user_id, self.manager)
        self.assertEqual(event.start, datetime(2027, 3, 20, 8))
        self.assertEqual(event.stop, datetime(2027, 3, 20, 9, 30))
        self.assertIn("Reactivate 5 inactive customers", event.name)
        self.assertEqual(event.res_model, "reactivation.objective")
        self.assertEqual(event.res_id, self.objective.id)
        self.assertEqual(self.objective.launch_event_id, event)

    def test_the_brief_goes_to_them_and_stays_on_the_objective(self):
        event = self.book()
        message = self.objective.message_ids[0]
        self.assertIn("here is the brief", message.body)
        self.assertIn(self.rep.partner_id, message.partner_ids)
        attachment = message.attachment_ids
        self.assertEqual(attachment.name, "Brief of the objective.pdf")
        self.assertEqual(attachment.res_model, "reactivation.objective")
        self.assertEqual(attachment.res_id, self.objective.id)
        with self.assertRaises(AccessError):
            attachment.with_user(self.clerk).check_access("read")
        # all employees read meetings: nothing about customers there
        self.assertNotIn("Own", str(event.description))
        self.assertFalse(event.message_ids.attachment_ids)

    def test_without_a_pdf_maker_the_meeting_is_booked_all_the_same(self):
        event = self.book(state="install")
        self.assertEqual(self.objective.launch_event_id, event)
        message = self.objective.message_ids[0]
        self.assertIn("print it from the objective", message.body)
        self.assertFalse(message.attachment_ids)

    def brief(self, user=None):
        html, __ = (
            self.env["ir.actions.report"]
            .with_user(user or self.manager)
            ._render_qweb_html(
                "crm_reactivation.reactivation_objective_report_brief",
                self.objective.ids,
            )
        )
        return " ".join(html.decode().split())

    def test_what_the_brief_tells(self):
        self.months_0_6.effort_hours = 4
        self.cards[0].at_stake_amount = 700
        self.cards[1].at_stake_amount = 900
        facts = self.objective.with_user(self.manager)._brief_facts()
        self.assertEqual(
            [
                (line["name"], line["cards"], line["hours"])
                for line in facts["categories"]
            ],
            [("0-6 months", 2, 8)],
        )
        self.assertEqual(facts["total"]["hours"], 8)
        self.assertIn("1,600", facts["total"]["amount"])
        self.assertEqual(facts["dearest"], self.cards[1] | self.cards[0])
        self.assertFalse(facts["hardest"], msg="none was assessed")
        html = self.brief()
        self.assertIn("Reactivate 5 inactive customers between", html)
        self.assertIn("Not agreed on yet", html)
        self.assertIn("Milestones", html)
        self.assertLess(html.index(">Theirs<"), html.index(">Own<"))
        self.objective.with_user(self.manager).action_agree()
        self.assertRegex(self.brief(), r"Agreed on .* by .*Manager")

    def test_hardest_first(self):
        self.cards[0].resistance_score = 70
        self.cards[1].resistance_score = 80
        facts = self.objective._brief_facts()
        self.assertEqual(facts["hardest"], self.cards[1] | self.cards[0])
        self.assertIn("80 / 100", self.brief())

    def test_left_out_of_the_brief(self):
        """No-Go, nobody's horizon known, other owners: as in the milestones."""
        self.cards[0].decided_category_id = self.env.ref(
            "crm_reactivation.category_to_assess"
        )
        self.cards[1].team_id = False
        self.cards[1].user_id = self.manager
        self.assertFalse(self.objective._brief_facts()["categories"])
        self.assertIn("No open card of the period yet", self.brief())

    def test_a_salesperson_prints_only_what_he_may_read(self):
        with self.assertRaises(AccessError):
            self.brief(self.rep)
        self.objective.write({"owner_type": "user", "user_id": self.rep.id})
        html = self.brief(self.rep)
        self.assertIn(">Own<", html)
        self.assertNotIn(">Theirs<", html)

    def test_who_is_invited(self):
        self.objective.write({"owner_type": "user", "user_id": self.rep.id})
        self.assertEqual(self.dialog().user_ids, self.rep)
        self.objective.owner_type = "company"
        invited = self.dialog().user_ids
        self.assertIn(self.colleague, invited)
        self.assertNotIn(self.clerk, invited)
        self.colleague.active = False
        self.assertNotIn(self.colleague, self.dialog().user_ids)

    def test_next_working_day(self):
        self.manager.tz = "Europe/Paris"
        with self.at(datetime(2027, 3, 19, 22, 30)):  # Friday night
            self.assertEqual(self.dialog().start, datetime(2027, 3, 22, 8))
        with self.at(datetime(2027, 3, 28, 22, 30)):  # Monday there, summer time
            self.assertEqual(self.dialog().start, datetime(2027, 3, 30, 7))

    def test_refusals(self):
        with self.assertRaises(AccessError):
            self.dialog(self.senior)
        with self.refused(UserError, "how long the meeting takes"):
            self.book(duration=0)
        dialog = self.dialog()
        self.objective.with_user(self.manager).action_agree()
        self.objective.with_user(self.manager).action_close()
        with self.refused(UserError, "nothing to launch any more"):
            dialog.action_book()
        with self.refused(UserError, "nothing to launch any more"):
            self.dialog()
