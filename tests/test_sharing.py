from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .card_case import CardCase
from .common import TODAY

SALESMAN = "sales_team.group_sale_salesman"
MANAGER = "sales_team.group_sale_manager"


class SharingCase(CardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.julie = cls.make_user(
            "julie", SALESMAN, name="Julie Dupont", password="julie-password"
        )
        cls.marc = cls.make_user("marc", SALESMAN, name="Marc Roy")
        cls.claire = cls.make_user(
            "claire", MANAGER, name="Claire Fontaine", password="claire-password"
        )

    def open_cards(self, count, **values):
        """So many cards, opened by a refresh."""
        partners = self.insert_partners(count, **values)
        self.insert_orders([(partner, 400, 100) for partner in partners])
        self.refresh()
        return self.Episode.search([("partner_id", "in", partners.ids)], order="id")

    def dialog(self, cards, method, users=None, user=None):
        """The dialog as the form client makes it: preview and fingerprint included."""
        action = cards.with_user(user or self.claire).action_share_out()
        users = self.julie | self.marc if users is None else users
        dialog = (
            self.env[action["res_model"]]
            .with_user(user or self.claire)
            .with_context(**action["context"])
            .create({"method": method, "user_ids": users.ids})
        )
        dialog.flush_recordset()
        return dialog

    def share(self, cards, method, users=None):
        action = self.dialog(cards, method, users).action_apply()
        log = self.env["reactivation.sharing"].browse(action["res_id"])
        return log.with_user(self.claire)


@tagged("post_install", "-at_install")
class TestSharing(SharingCase):
    def test_the_log_is_named_by_its_day_in_the_readers_words(self):
        log = self.share(self.open_cards(2), "count")
        log.sudo().date = "2027-03-15 23:30:00"
        read = log.with_context(lang="en_US", tz="Europe/Paris")
        self.assertEqual(read.display_name, "03/16/2027 12:30:00 AM")

    def test_by_number_with_log_note_and_customers(self):
        cards = self.open_cards(4)
        cards[0].user_id = self.julie
        log = self.share(cards, "count")
        by_user = cards.grouped("user_id")
        self.assertEqual(
            [len(by_user[user]) for user in (self.julie | self.marc)], [2, 2]
        )
        self.assertEqual(cards.customer_id.mapped("user_id"), (self.julie | self.marc))
        self.assertEqual(len(log.line_ids), 3, "Julie's card stayed hers")
        self.assertEqual(log.user_id, self.claire)
        moved = log.line_ids[0].episode_id
        self.assertIn("from nobody to", moved.message_ids[0].body)
        self.assertEqual(moved.message_ids[0].author_id, self.claire.partner_id)

    def test_loads_besides_the_selection_count(self):
        others = self.open_cards(2)
        others.user_id = self.julie
        cards = self.open_cards(2)
        self.share(cards, "count")
        self.assertEqual(cards.user_id, self.marc)

    def test_keep_takes_the_contacts_salesperson(self):
        cards = self.open_cards(2)
        cards.user_id = self.marc
        cards[0].partner_id.user_id = self.julie
        dialog = self.dialog(cards, "keep")
        self.assertIn("1 from Marc Roy", dialog.preview)
        self.assertIn("have no salesperson who can", dialog.preview)
        dialog.action_apply()
        self.assertEqual(cards.mapped("user_id.name"), ["Julie Dupont", "Marc Roy"])

    def test_by_team(self):
        team = self.env["crm.team"].create(
            {"name": "South", "member_ids": [(6, 0, self.marc.ids)]}
        )
        cards = self.open_cards(2)
        cards[0].team_id = team
        self.env["crm.team"].search([("id", "!=", team.id)]).member_ids = False
        self.share(cards, "team")
        self.assertEqual(cards[0].user_id, self.marc)
        self.assertFalse(cards[1].user_id)

    def test_by_territory(self):
        france, spain = self.env.ref("base.fr"), self.env.ref("base.es")
        self.make_order(
            self.make_partner(country_id=france.id, user_id=self.marc.id), 3
        )
        here = self.open_cards(2, country_id=france.id)
        there = self.open_cards(1, country_id=spain.id)
        self.share(here | there, "territory")
        self.assertEqual(here.user_id, self.marc)
        self.assertEqual(there.user_id, self.julie)

    def test_team_follows_the_salesperson(self):
        team = self.env["crm.team"].create(
            {"name": "South", "member_ids": [(6, 0, self.marc.ids)]}
        )
        cards = self.open_cards(1)
        log = self.share(cards, "count", self.marc)
        self.assertEqual(cards.team_id, team)
        log.action_undo()
        self.assertNotEqual(cards.team_id, team)

    def test_activities_follow_but_not_colleagues_ones(self):
        cards = self.open_cards(1)
        cards.user_id = self.julie
        deadline = TODAY + timedelta(days=2)
        mine = cards.activity_schedule(
            "mail.mail_activity_data_call", deadline, user_id=self.julie.id
        )
        other = cards.activity_schedule(
            "mail.mail_activity_data_todo", deadline, user_id=self.claire.id
        )
        log = self.share(cards, "count", self.marc)
        self.assertEqual(mine.user_id, self.marc)
        self.assertEqual(other.user_id, self.claire)
        log.action_undo()
        self.assertEqual(mine.user_id, self.julie)

    def test_undo(self):
        cards = self.open_cards(3)
        cards[0].user_id = self.julie
        log = self.share(cards, "count", self.marc)
        log.action_undo()
        self.assertEqual(cards.mapped("user_id"), self.julie)
        self.assertEqual(cards.customer_id.mapped("user_id"), self.julie)
        self.assertEqual(set(log.line_ids.mapped("state")), {"returned"})
        self.assertEqual(log.undone_by, self.claire)
        with self.refused(UserError, "undone already"):
            log.action_undo()

    def test_undo_after_other_changes(self):
        """What went on to somebody else or was closed since stays."""
        cards = self.open_cards(3)
        log = self.share(cards, "count", self.marc)
        cards[0].user_id = self.julie
        cards[1]._close_released(TODAY)
        log.action_undo()
        self.assertEqual(cards[0].user_id, self.julie)
        self.assertEqual(cards[1].user_id, self.marc)
        self.assertFalse(cards[2].user_id)
        states = {line.episode_id: line.state for line in log.line_ids}
        self.assertEqual(
            [states[card] for card in cards], ["stayed", "stayed", "returned"]
        )

    def test_undo_does_not_give_back_to_who_left(self):
        cards = self.open_cards(1)
        cards.user_id = self.julie
        log = self.share(cards, "count", self.marc)
        self.julie.active = False
        log.action_undo()
        self.assertEqual(cards.user_id, self.marc)
        self.assertEqual(log.line_ids.state, "stayed")

    def test_stale_preview(self):
        cards = self.open_cards(2)
        dialog = self.dialog(cards, "count", self.marc)
        cards[0].user_id = self.julie
        with self.refused(UserError, "Cards changed since this preview"):
            dialog.action_apply()
        self.assertFalse(cards[1].user_id, msg="nothing was given")

    def test_changed_between_plan_and_write(self):
        cards = self.open_cards(1)
        rows = [(cards.id, self.julie.id, self.marc.id, None, None)]
        log = self.env["reactivation.sharing"].with_user(self.claire)
        with self.refused(UserError, "given to somebody else meanwhile"):
            log._share_out(self.company, "count", rows)

    def test_refusals_are_named(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        stranger = self.make_user(
            "stranger",
            SALESMAN,
            name="Sam Stranger",
            company_id=other.id,
            company_ids=other.ids,
        )
        clerk = self.make_user("clerk", name="Cleo Clerk")
        cards = self.open_cards(2)
        cards[1]._close_released(TODAY)
        dialog = self.dialog(cards, "count", stranger | clerk)
        for sentence in (
            "Sam Stranger does not work in",
            "Cleo Clerk has no sales rights",
            "1 cards are closed and stay",
            "nobody is chosen",
        ):
            self.assertIn(sentence, dialog.preview)
        with self.refused(UserError, "nothing to share out"):
            dialog.action_apply()
        with self.refused(AccessError, "Only sales managers share cards out"):
            cards.with_user(self.julie).action_share_out()

    def test_cards_of_several_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.silent()
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(self.company | other)
        cards = self.Episode.search([("partner_id", "=", partner.id)])
        with self.refused(UserError, "several companies"):
            cards.action_share_out()

    def test_thousand_cards_in_a_fixed_number_of_queries(self):
        def queries(count):
            cards = self.open_cards(count)
            dialog = self.dialog(cards, "count")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            dialog.action_apply()
            return self.env.cr.sql_log_count - before

        few = queries(10)
        self.assertLessEqual(queries(1000), few + 5)


@tagged("post_install", "-at_install")
class TestSharingRpc(SharingCase, HttpCase):
    def refused_to(self, user, model, method, *args, **kwargs):
        self.authenticate(user.login, f"{user.login}-password")
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/{method}",
                {"model": model, "method": method, "args": args, "kwargs": kwargs},
            )
        self.assertIn("AccessError", str(caught.exception))

    def test_rules_hold_for_requests(self):
        cards = self.open_cards(1)
        log = self.share(cards, "count", self.marc)
        self.env.flush_all()
        self.refused_to(
            self.julie, "reactivation.episode", "action_share_out", cards.ids
        )
        self.refused_to(
            self.julie, "reactivation.sharing.proposal", "create", [{"method": "keep"}]
        )
        self.refused_to(self.julie, "reactivation.sharing", "action_undo", log.ids)
        self.refused_to(self.julie, "reactivation.sharing", "search_read", [], ["date"])
        for user in (self.julie, self.claire):
            self.refused_to(user, "reactivation.sharing", "_share_out", 1, "keep", [])
            self.refused_to(
                user, "reactivation.sharing", "write", log.ids, {"undone_on": False}
            )
            self.refused_to(
                user,
                "reactivation.sharing.line",
                "write",
                log.line_ids.ids,
                {"from_user_id": user.id},
            )
