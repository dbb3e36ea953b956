from datetime import date, datetime, timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import NOW, TODAY
from .test_reactivation_credit import CreditCase

YEAR_START, YEAR_END = date(2027, 1, 1), date(2027, 12, 31)


class ObjectiveCase(CreditCase):
    """Objectives of the year 2027, seen on 15 March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Objective = cls.env["reactivation.objective"]
        cls.Plan = cls.env["reactivation.plan"]

    def objective(self, agreed=True, steps=(), **values):
        """An objective of the seller: 20 customers in 2027, even steps by default."""
        values = {"user_id": self.seller.id, "target_count": 20, **values}
        if steps:
            values["milestone_ids"] = [
                Command.create({"date": day, "number": number}) for day, number in steps
            ]
        objective = self.Objective.create(values)
        if agreed:
            objective.action_agree()
        return objective

    def won(self, objective):
        """(customers, amount) read afresh."""
        self.env.flush_all()
        self.env.invalidate_all()
        return objective.done_count, objective.done_amount


@tagged("post_install", "-at_install")
class TestReactivationObjective(ObjectiveCase):
    # -- terms

    def test_one_sentence(self):
        objective = self.objective(agreed=False)
        self.assertEqual(
            objective.display_name,
            "Reactivate 20 inactive customers between 01/01/2027 and 12/31/2027, by"
            " Seller",
        )
        objective.target_count = 1
        self.assertIn("Reactivate one inactive customer", objective.display_name)
        objective.write({"target_count": 0, "target_amount": 50000})
        self.assertIn("from inactive customers", objective.display_name)
        self.assertIn("50,000", objective.display_name)
        objective.target_count = 3
        self.assertRegex(
            objective.display_name,
            "Reactivate 3 inactive customers and recover .*50,000",
        )

    def test_form_of_one_sentence(self):
        with Form(self.Objective.with_user(self.boss)) as form:
            self.assertEqual(form.target_count, 20)
            self.assertEqual((form.date_start, form.date_end), (YEAR_START, YEAR_END))
            form.user_id = self.seller
        objective = form.record
        self.assertEqual(objective.state, "draft")
        self.assertEqual(objective.milestone_ids[-1:].number, 20)

    def test_number_is_needed(self):
        with mute_logger("odoo.sql_db"), self.refused(CheckViolation, "has_number"):
            self.objective(target_count=0)
        with mute_logger("odoo.sql_db"), self.refused(CheckViolation, "has_number"):
            self.objective(target_amount=-5)

    def test_period(self):
        with mute_logger("odoo.sql_db"), self.refused(CheckViolation, "period"):
            self.objective(
                date_start=YEAR_END, date_end=YEAR_START, steps=[(YEAR_END, 20)]
            )

    def test_owner_is_needed(self):
        with self.refused(ValidationError, "Say whose objective this is"):
            self.objective(user_id=False)
        with self.refused(ValidationError, "Say whose objective this is"):
            self.objective(owner_type="team")
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        stranger = self.make_user(
            "stranger", company_id=other.id, company_ids=other.ids
        )
        with self.refused(ValidationError, "Stranger does not work in"):
            self.objective(user_id=stranger.id)

    def test_milestones_outside(self):
        with self.refused(ValidationError, "lies outside the period"):
            self.objective(steps=[(date(2028, 1, 1), 3)])
        with self.refused(ValidationError, "at least the one before"):
            self.objective(steps=[(date(2027, 3, 1), 5), (date(2027, 6, 1), 4)])
        with self.refused(ValidationError, "at most the objective, 20"):
            self.objective(steps=[(date(2027, 3, 1), 21)])
        with mute_logger("odoo.sql_db"), self.refused(UniqueViolation, "date_uniq"):
            self.objective(steps=[(YEAR_END, 3), (YEAR_END, 3)])

    def test_amounts_in_currencies_of_large_numbers(self):
        """3,000,000,000 dong are some 100,000 euros."""
        objective = self.objective(target_count=0, target_amount=3_000_000_000)
        self.assertEqual(objective.milestone_ids[-1].number, 3_000_000_000)
        self.assertEqual(objective.milestone_ids[-1].state, "coming")
        self.assertIn("3,000,000,000", objective.milestone_ids[-1].display_name)
        limits = {
            "reactivation_potential_medium": 2_500_000_000,
            "reactivation_potential_high": 5_000_000_000,
            "reactivation_overdue_limit": 4_000_000_000,
        }
        self.company.write(limits)
        self.refresh()
        self.env.invalidate_all()
        self.assertEqual(
            {name: self.env["res.config.settings"].create({})[name] for name in limits},
            limits,
        )

    def test_the_last_step_of_an_uneven_amount(self):
        objective = self.objective(target_count=0, target_amount=50_000.6)
        self.assertEqual(objective.milestone_ids[-1].number, 50_001)

    def test_milestones_follow_the_terms(self):
        objective = self.objective(
            agreed=False, steps=[(date(2027, 6, 30), 15), (YEAR_END, 20)]
        )
        objective.target_count = 10
        self.assertEqual(objective.milestone_ids.mapped("number"), [8, 10])
        objective.date_end = date(2027, 7, 31)
        self.assertEqual(objective.milestone_ids[-1].date, date(2027, 7, 31))
        self.assertEqual(objective.milestone_ids[-1].number, 10)
        objective.write(
            {
                "target_count": 12,
                "milestone_ids": [
                    Command.clear(),
                    Command.create({"date": date(2027, 7, 1), "number": 12}),
                ],
            }
        )
        self.assertEqual(objective.milestone_ids.mapped("number"), [12])

    # -- draft, agreed, closed

    def test_agreement_is_written_by_the_server(self):
        objective = self.objective(agreed=False)
        self.assertEqual(objective.state, "draft")
        objective.with_user(self.boss).action_agree()
        self.assertEqual(objective.state, "agreed")
        self.assertEqual(objective.agreed_on, TODAY)
        self.assertEqual(objective.agreed_by, self.boss)
        self.assertIn("Agreed by Boss", objective.message_ids[0].body)
        with self.refused(UserError, "is agreed on: take it back to draft"):
            objective.target_count = 5
        with self.refused(UserError, "is agreed on"):
            objective.milestone_ids[0].number = 1
        with self.refused(UserError, "is agreed on"):
            objective.milestone_ids[0].unlink()
        with self.refused(UserError, "is agreed on"):
            objective.milestone_ids = [
                Command.create({"date": date(2027, 2, 2), "number": 1})
            ]
        with self.refused(UserError, "is agreed on"):
            objective.action_agree()
        with self.refused(UserError, "Only drafts are deleted"):
            objective.unlink()
        for name in ("agreed_on", "agreed_by", "closed_on", "result_count"):
            with self.refused(AccessError, "written by its buttons"):
                objective.with_user(self.boss).write({name: False})
        with self.refused(AccessError, "written by its buttons"):
            self.Objective.with_user(self.boss).create(
                {"user_id": self.seller.id, "agreed_on": TODAY}
            )
        objective.action_renegotiate()
        self.assertEqual(objective.state, "draft")
        objective.target_count = 25
        objective.unlink()

    def test_over_is_closed_before_the_night(self):
        objective = self.objective()
        self.back()
        with self.at(datetime(2027, 12, 31, 22, 59)):
            self.assertEqual(objective.state, "agreed", "still the 31st in Paris")
        with self.at(datetime(2027, 12, 31, 23, 1)):
            self.env.invalidate_all()
            self.assertEqual(objective.state, "closed")
            self.assertEqual(objective.pace, "missed")
            self.assertIn(objective, self.Objective.search([("state", "=", "closed")]))
            self.assertNotIn(
                objective, self.Objective.search([("state", "=", "agreed")])
            )
            with self.refused(UserError, "is over: its result stays"):
                objective.action_renegotiate()

    def test_closed_by_the_night_with_its_result_frozen(self):
        objective = self.objective()
        credit = self.back(150)
        with self.at(date(2028, 1, 1)):
            self.refresh()
            self.assertEqual(objective.closed_on, date(2028, 1, 1))
            self.assertEqual(self.won(objective), (1, 150))
            self.refresh()
            credit.order_id._action_cancel()
            self.assertFalse(credit.counted)
            self.assertEqual(self.won(objective), (1, 150))
            self.assertEqual(objective.result_count, 1)

    def test_closed_early_by_a_manager(self):
        objective = self.objective()
        self.back()
        objective.with_user(self.boss).action_close()
        self.assertEqual((objective.state, objective.closed_on), ("closed", TODAY))
        self.back()
        self.assertEqual(self.won(objective)[0], 1)

    # -- what counts

    def test_same_customer_twice_counts_once(self):
        self.policy.write(
            {"method": "fixed", "inactive_after": 30, "delay_unit": "days"}
        )
        objective = self.objective()
        credit = self.back(100)
        with self.at(TODAY + timedelta(days=100)):
            self.refresh()
            card = self.card(credit.partner_id)
            card.user_id = self.seller
            self.confirm(credit.partner_id, 40)
            self.assertTrue(card.credit_ids.counted)
            self.assertEqual(self.won(objective), (1, 140))

    def test_first_time_buyer_never_counts(self):
        objective = self.objective(owner_type="company")
        partner = self.make_partner(user_id=self.seller.id)
        self.confirm(partner, 900)
        self.refresh()
        self.assertEqual(self.won(objective), (0, 0))

    def test_unprompted_does_not_count(self):
        objective = self.objective()
        partner, card = self.silent_with_card()
        card.write({"category_id": self.over_18.id, "user_id": self.seller.id})
        self.confirm(partner)
        self.assertEqual(self.won(objective), (0, 0))
        self.correct(card.credit_ids, correction="count")
        self.assertEqual(self.won(objective), (1, 100))

    def test_days_of_the_period(self):
        """Midnight in Paris decides, at both ends."""
        objective = self.objective(
            date_start=TODAY, date_end=TODAY + timedelta(days=1), target_count=5
        )
        for moment, counts in (
            (datetime(2027, 3, 14, 22, 59), 0),
            (datetime(2027, 3, 14, 23, 0), 1),
            (datetime(2027, 3, 16, 22, 59), 2),
            (datetime(2027, 3, 16, 23, 0), 2),
        ):
            with self.at(datetime(2027, 3, 10, 12)):
                partner, card = self.silent_with_card()
                card.user_id = self.seller
            with self.at(max(moment, NOW)):
                self.insert_orders([(partner, moment, 10)])
                self.refresh()
                self.assertTrue(card.credit_ids, msg=moment)
                self.assertEqual(self.won(objective)[0], counts, moment)

    def test_across_a_years_end(self):
        objective = self.objective(
            date_start=date(2026, 11, 1), date_end=date(2027, 10, 31)
        )
        this_year = self.objective()
        with self.at(date(2026, 12, 31)):
            self.back(30)
        with self.at(date(2027, 1, 1)):
            self.back(50)
        self.assertEqual(self.won(objective), (2, 80))
        self.assertEqual(self.won(this_year), (1, 50))

    def test_cancelled_after_the_credit(self):
        objective = self.objective()
        credit = self.back()
        self.assertEqual(self.won(objective), (1, 100))
        credit.order_id._action_cancel()
        self.assertEqual(self.won(objective), (0, 0))

    def test_refunds(self):
        objective = self.objective()
        credit = self.back(100)
        move = self.invoiced(credit.order_id)
        self.credit_note(move, 30)
        self.refresh()
        self.assertEqual(self.won(objective), (1, 70))
        self.credit_note(move, 70)
        self.refresh()
        self.assertEqual(self.won(objective), (0, 0))

    def test_owners(self):
        north, south = self.env["crm.team"].create([{"name": "N"}, {"name": "S"}])
        self.env["crm.team.member"].create(
            {"crm_team_id": north.id, "user_id": self.seller.id}
        )
        own = self.objective()
        of_north = self.objective(owner_type="team", team_id=north.id)
        of_south = self.objective(owner_type="team", team_id=south.id)
        of_all = self.objective(owner_type="company")
        self.back(10)
        self.back(20, user=self.boss)
        self.assertEqual(self.won(own), (1, 10))
        self.assertEqual(self.won(of_north), (1, 10))
        self.assertEqual(self.won(of_south), (0, 0))
        self.assertEqual(self.won(of_all), (2, 30))
        self.assertEqual(of_north.owner_name, "N")

    def test_team_change_keeps_what_was_won(self):
        north, south = self.env["crm.team"].create([{"name": "N"}, {"name": "S"}])
        member = self.env["crm.team.member"].create(
            {"crm_team_id": north.id, "user_id": self.seller.id}
        )
        objectives = self.objective(owner_type="team", team_id=north.id)
        objectives |= self.objective(owner_type="team", team_id=south.id)
        self.back()
        member.crm_team_id = south
        self.back()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(objectives.mapped("done_count"), [1, 1])

    def test_salesperson_archived(self):
        objective = self.objective()
        self.back()
        self.seller.active = False
        self.refresh()
        self.assertEqual(self.won(objective), (1, 100))
        self.assertIn("by Seller", objective.display_name)

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.seller.company_ids |= other
        home = self.objective()
        away = self.objective(company_id=other.id)
        partner, card = self.silent_with_card()
        card.user_id = self.seller
        self.insert_orders([(partner, 400, 100, {"company_id": other.id})])
        self.refresh(other)
        self.confirm(partner, 60)
        self.assertEqual(self.won(home), (1, 60))
        self.assertEqual(self.won(away), (0, 0))

    def test_two_currencies(self):
        objective = self.objective()
        partner, card = self.silent_with_card()
        card.user_id = self.seller
        self.insert_orders([(partner, NOW, 300, {"currency_rate": 3})])
        self.refresh()
        self.assertEqual(self.won(objective), (1, 100))

    def test_night_again_counts_nothing_twice(self):
        objective = self.objective()
        self.back()
        for __ in range(2):
            self.refresh()
        self.assertEqual(self.won(objective), (1, 100))
        self.assertEqual(len(objective.credit_ids), 1)

    # -- scope

    def scope(self, domain, **values):
        return self.env["ir.filters"].create(
            {
                "name": "Micro-target",
                "model_id": "reactivation.customer",
                "domain": str(domain),
                "user_ids": False,
                **values,
            }
        )

    def test_saved_filter(self):
        """Who was in it while inactive counts, whatever the figures say later."""
        big = self.scope([("ordered_amount", ">=", 500), ("silence_days", ">", 200)])
        objective = self.objective(filter_id=big.id)
        partner = self.make_partner()
        self.insert_orders([(partner, 400, 600)])
        small, small_card = self.silent_with_card()
        card = self.card(partner)
        self.assertEqual(objective.scope_partner_ids, partner)
        (card | small_card).user_id = self.seller
        self.assertEqual(card.objective_ids, objective)
        self.assertFalse(small_card.objective_ids)
        self.confirm(partner, 50)
        self.confirm(small, 50)
        self.refresh()
        # neither is silent, nor has a card any more
        self.assertFalse(objective._customers_query())
        self.assertEqual(self.won(objective), (1, 50))
        objective.action_renegotiate()
        objective.filter_id = self.scope([("order_count", ">", 99)])
        self.assertFalse(objective.scope_partner_ids)

    def test_filter_that_cannot_be_used(self):
        for domain in ('[("user_id", "=", uid)]', '[("no_such", "=", 1)]'):
            with self.refused(ValidationError, "Micro-target” cannot be used"):
                self.objective(filter_id=self.scope(domain).id)

    # -- pace

    def test_pace_by_the_milestones(self):
        """2 by 15 March, which is today."""
        objective = self.objective(steps=[(TODAY, 2), (date(2027, 6, 30), 10)])
        self.assertEqual((objective.expected, objective.gap), (2, -2))
        self.assertEqual(
            (objective.pace, objective.pace_text), ("behind", "behind by 2")
        )
        self.back()
        self.back()
        self.won(objective)
        self.assertEqual(
            (objective.pace, objective.pace_text), ("on_track", "on track")
        )
        self.back()
        self.won(objective)
        self.assertEqual((objective.pace, objective.pace_text), ("ahead", "ahead by 1"))
        self.assertEqual(objective.done_text, "3 of 20")
        for pace in ("ahead", "on_track", "behind"):
            found = self.Objective.search([("pace", "=", pace)])
            self.assertEqual(objective in found, pace == "ahead", pace)
        self.assertEqual(
            self.Objective._read_group([], ["pace"], ["done_count:sum"]), [("ahead", 3)]
        )

    def test_straight_lines_between_milestones(self):
        objective = self.objective(
            steps=[(date(2027, 3, 5), 0), (date(2027, 3, 25), 10)]
        )
        self.assertAlmostEqual(objective.expected, 5)
        self.assertEqual(objective.gap, -5)
        with self.at(date(2027, 3, 16)):
            self.env.invalidate_all()
            self.assertAlmostEqual(objective.expected, 5.5)
            self.assertEqual(objective.gap, -5, "whole customers")
        with self.at(date(2027, 3, 25)):
            self.env.invalidate_all()
            self.assertAlmostEqual(objective.expected, 10)

    def test_before_the_beginning(self):
        objective = self.objective(
            date_start=date(2027, 4, 1), steps=[(date(2027, 6, 30), 10)]
        )
        self.assertFalse(objective.pace or objective.pace_text)
        self.assertEqual(objective.expected, 0)
        self.assertEqual(objective.forecast, 20)

    def test_a_draft_has_no_pace(self):
        objective = self.objective(agreed=False)
        self.assertFalse(objective.pace)

    def test_reached(self):
        objective = self.objective(target_count=1, steps=[(YEAR_END, 1)])
        self.back()
        self.won(objective)
        self.assertEqual((objective.pace, objective.progress), ("reached", 100))

    def test_amount_as_the_measure(self):
        objective = self.objective(
            target_count=0, target_amount=1000, steps=[(TODAY, 500)]
        )
        self.back(450)
        self.won(objective)
        self.assertEqual((objective.done, objective.gap), (450, -50))
        self.assertEqual(objective.pace, "behind", "5 % of 1000 are not within 5 %")
        self.confirm(objective.credit_ids.partner_id, 1)
        self.won(objective)
        self.assertEqual((objective.gap, objective.pace), (0, "on_track"))
        self.assertRegex(objective.done_text, "451.* of .*1,000")
        self.assertNotIn(".00", objective.done_text)

    def test_milestones_tell_what_was_reached(self):
        objective = self.objective(
            steps=[(date(2027, 3, 14), 1), (TODAY, 1), (date(2027, 6, 30), 5)]
        )
        self.back()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(objective.milestone_ids.mapped("done"), [0, 1, 1])
        self.assertEqual(
            objective.milestone_ids.mapped("state"), ["missed", "reached", "coming"]
        )
        self.assertEqual(objective.bar_html.count("opacity-50"), 3)

    # -- proposals

    def test_milestones_proposed_from_the_portfolio(self):
        near, late, last, unknown, no_go, critical = (
            self.silent_with_card()[1] for __ in range(6)
        )
        cards = near | late | last | unknown | no_go | critical
        cards.user_id = self.seller
        cards.decided_category_id = self.to_assess
        (near | no_go).category_id = self.months_0_6
        late.category_id = self.months_6_18
        (last | critical).category_id = self.over_18
        self.env.cr.execute(
            "UPDATE reactivation_episode SET decision = 'no_go' WHERE id = %s",
            [no_go.id],
        )
        no_go.invalidate_recordset(["decision"])
        critical.write({"critical_need": "Recall", "critical_need_date": TODAY})
        objective = self.objective(agreed=False)
        self.assertEqual(objective._portfolio(), near | late | critical)
        self.assertEqual(objective.portfolio_count, 3)
        numbers = objective.milestone_ids.mapped("number")
        self.assertEqual(numbers[-1], 20)
        self.assertEqual(numbers[0], 2, "today is 15 March")
        self.assertGreaterEqual(numbers[2], 18, "two of three within half a year")
        late_only = self.objective(agreed=False)
        (near | critical).user_id = self.boss
        late_only.action_propose_milestones()
        self.assertEqual(late_only.milestone_ids[0].number, 0)
        self.assertEqual(late_only.milestone_ids[0].date, date(2027, 9, 14))

    def test_portfolio_of_a_team_by_its_people_in_the_company(self):
        """Their main team may be another company's: comebacks count here."""
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        far, near = self.env["crm.team"].create(
            [
                {"name": "Far", "company_id": elsewhere.id},
                {"name": "Near", "company_id": self.company.id},
            ]
        )
        self.seller.company_ids |= elsewhere
        __, card = self.silent_with_card()
        for team in (far, near):
            self.env["crm.team.member"].create(
                {"crm_team_id": team.id, "user_id": self.seller.id}
            )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_users SET sale_team_id = %s WHERE id = %s",
            [far.id, self.seller.id],
        )
        self.env.cr.execute(
            "UPDATE reactivation_episode SET user_id = %s, team_id = NULL,"
            " category_id = %s WHERE id = %s",
            [self.seller.id, self.months_0_6.id, card.id],
        )
        self.env.invalidate_all()
        objective = self.objective(
            agreed=False, owner_type="team", user_id=False, team_id=near.id
        )
        self.assertEqual(objective._portfolio(), card)

    # -- the board and the card

    def test_line_above_the_board(self):
        lines = self.Objective.with_user(self.seller).get_board_lines
        self.assertEqual(lines(), [])
        self.objective(agreed=False)
        self.objective(date_start=date(2027, 4, 1))
        self.objective(user_id=self.boss.id)
        self.assertEqual(lines(), [])
        objective = self.objective(steps=[(TODAY, 1)])
        self.back()
        self.back()
        self.env.invalidate_all()
        [line] = lines()
        self.assertEqual(line["id"], objective.id)
        self.assertEqual(line["text"], "2 of 20, ahead by 1")
        self.assertEqual(line["title"], objective.display_name)

    def test_leader_of_a_team_sees_its_objective(self):
        team = self.env["crm.team"].create({"name": "North", "user_id": self.boss.id})
        objective = self.objective(owner_type="team", team_id=team.id)
        [line] = self.Objective.with_user(self.boss).get_board_lines()
        self.assertEqual(line["id"], objective.id)

    def test_card_names_its_objectives(self):
        objective = self.objective(steps=[(YEAR_END, 20)])
        __, card = self.silent_with_card()
        self.assertFalse(card.objective_text, msg="nobody's card")
        card.user_id = self.seller
        as_seller = card.with_user(self.seller)
        self.assertEqual(as_seller.objective_ids, objective)
        self.assertIn("Seller: 0 of 20", as_seller.objective_text)
        as_seller.category_id = self.over_18
        self.assertFalse(as_seller.objective_ids)
        self.assertIn("Over 18 months” is left alone", as_seller.objective_text)
        card.write({"critical_need": "Recall", "critical_need_date": TODAY})
        self.assertEqual(as_seller.objective_ids, objective)
        self.confirm(card.partner_id)
        self.assertEqual(as_seller.objective_text, "Counts")

    # -- a year in one click

    def test_objectives_of_a_year(self):
        team = self.env["crm.team"].create({"name": "North"})
        others = self.make_user("ana") | self.make_user("bob")
        for user in self.seller | others:
            self.env["crm.team.member"].create(
                {"crm_team_id": team.id, "user_id": user.id}
            )
        self.objective()
        self.company.reactivation_objective_default = 12
        wizard = self.env["reactivation.objective.year"].with_user(self.boss)
        dialog = wizard.create({"team_id": team.id})
        self.assertEqual((dialog.year, dialog.target_count), (2027, 12))
        self.assertEqual(dialog.user_ids, others)
        self.assertEqual(dialog.skipped_user_ids, self.seller)
        dialog.action_create()
        created = self.Objective.search([("user_id", "in", others.ids)])
        self.assertEqual(created.mapped("target_count"), [12, 12])
        self.assertEqual(set(created.mapped("state")), {"draft"})
        with self.refused(UserError, "Nobody is left without an objective for 2027"):
            wizard.create({"team_id": team.id}).action_create()
        with self.refused(UserError, "four figures"):
            wizard.create({"team_id": team.id, "year": 27}).action_create()
        following = wizard.create({"team_id": team.id, "year": 2028})
        self.assertEqual(len(following.user_ids), 3)

    def test_team_of_this_company_is_proposed(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.boss.company_ids |= elsewhere
        teams = self.env["crm.team"].create(
            [
                {"name": "Far", "company_id": elsewhere.id},
                {"name": "Near", "company_id": self.company.id},
            ]
        )
        for team in teams:
            self.env["crm.team.member"].create(
                {"crm_team_id": team.id, "user_id": self.boss.id}
            )
        dialogs = self.env["reactivation.objective.year"].with_user(self.boss)
        for team in teams:  # the main team is one of them everywhere
            dialog = dialogs.with_company(team.company_id).create({})
            self.assertEqual(dialog.team_id, team)

    def test_everybody_with_cards(self):
        __, card = self.silent_with_card()
        card.user_id = self.seller
        dialog = self.env["reactivation.objective.year"].create({"team_id": False})
        self.assertEqual(dialog.user_ids, self.seller)

    # -- the plan

    def test_plan(self):
        objective = self.objective(
            steps=[(date(2027, 3, 1), 1), (date(2027, 6, 30), 5)]
        )
        self.back()
        lines = self.Plan.search([])
        self.assertEqual(
            lines.mapped("state"), ["missed", "coming", "agreed"], "by day"
        )
        self.assertEqual(lines.mapped("kind"), ["milestone"] * 2 + ["objective"])
        self.assertEqual(lines[-1].name, objective.display_name)
        self.assertEqual(lines[0].name, "Seller: 1 by 03/01/2027")
        self.assertEqual(lines[-1].action_open()["res_id"], objective.id)
        self.assertEqual(lines[-1].done, 1)
        with self.at(date(2028, 1, 1)):
            self.env.invalidate_all()
            self.assertEqual(self.Plan.search([])[-1].state, "closed")

    def test_campaign_without_end_stays_in_the_plan(self):
        """Launched last year, it runs still: it is in the plan of this year."""
        campaign = self.env["reactivation.campaign"].create(
            {"name": "Spring", "date_start": date(2026, 5, 4)}
        )
        self.env.flush_all()

        def line(state="running", date_end=None):
            self.env.cr.execute(
                "UPDATE reactivation_campaign SET state = %s, date_end = %s"
                " WHERE id = %s",
                [state, date_end, campaign.id],
            )
            self.env.invalidate_all()
            found = self.Plan.search([("kind", "=", "campaign")])
            return (found.date_start, found.date_end)

        started = date(2026, 5, 4)
        self.assertEqual(line(), (started, date(2027, 12, 31)))
        self.assertEqual(line(state="paused"), (started, date(2027, 12, 31)))
        self.assertEqual(line(state="done"), (started, started))
        ended = date(2027, 2, 1)
        self.assertEqual(line(state="running", date_end=ended), (started, ended))

    # -- size

    def test_statements_do_not_grow(self):
        counts = []
        for number in (1, 8):
            for __ in range(number):
                self.objective(steps=[(YEAR_END, 20)])
                self.back()
            self.env.flush_all()
            self.env.invalidate_all()
            objectives = self.Objective.search([])
            before = self.env.cr.sql_log_count
            objectives.mapped("done_count")
            objectives.mapped("pace")
            objectives.mapped("forecast")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestObjectiveSecurity(ObjectiveCase):
    """Own; own team's with all documents; managers everything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.senior = cls.make_user("senior", "sales_team.group_sale_salesman_all_leads")
        cls.clerk = cls.make_user("clerk")
        cls.portal = cls.make_user("portal")
        cls.portal.group_ids = [Command.set(cls.env.ref("base.group_portal").ids)]
        cls.team = cls.env["crm.team"].create({"name": "North"})
        for user in cls.senior | cls.seller:
            cls.env["crm.team.member"].create(
                {"crm_team_id": cls.team.id, "user_id": user.id}
            )
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        create = cls.Objective.create
        steps = [Command.create({"date": YEAR_END, "number": 20})]
        common = {"target_count": 20, "milestone_ids": steps}
        cls.own = create({**common, "user_id": cls.seller.id})
        cls.seniors = create({**common, "user_id": cls.senior.id})
        cls.bosses = create({**common, "user_id": cls.boss.id})
        cls.of_team = create({**common, "owner_type": "team", "team_id": cls.team.id})
        cls.of_all = create({**common, "owner_type": "company"})
        cls.abroad = create(
            {**common, "owner_type": "company", "company_id": cls.other.id}
        )
        cls.at_home = cls.own | cls.seniors | cls.bosses | cls.of_team | cls.of_all

    def readable(self, user, model):
        return self.env[model].with_user(user).search([])

    def test_who_reads_what(self):
        for user, expected in (
            (self.seller, self.own),
            (self.senior, self.own | self.seniors | self.of_team),
            (self.boss, self.at_home),
        ):
            with self.subTest(user=user.login):
                found = self.readable(user, "reactivation.objective")
                self.assertEqual(found, expected.sorted())
                steps = self.readable(user, "reactivation.milestone")
                self.assertEqual(steps.objective_id.ids, expected.sorted().ids)
                plan = self.readable(user, "reactivation.plan")
                self.assertEqual(set(plan.mapped("res_id")), set(expected.ids))
                found.mapped("bar_html")
        for user in (self.clerk, self.portal):
            for model in ("objective", "milestone", "plan"):
                with self.assertRaises(AccessError):
                    self.readable(user, f"reactivation.{model}")
            with self.assertRaises(AccessError):
                self.Objective.with_user(user).get_board_lines()

    def test_only_managers_write(self):
        for user in (self.seller, self.senior):
            own = self.own.with_user(user)
            for attempt in (
                lambda own=own: own.write({"target_count": 1}),
                lambda own=own: own.unlink(),
                lambda own=own: own.action_agree(),
                lambda own=own: own.action_close(),
                lambda own=own: own.action_renegotiate(),
                lambda own=own: own.action_propose_milestones(),
                lambda own=own: own.milestone_ids.write({"number": 1}),
                lambda own=own: own.copy(),
                lambda user=user: self.env["reactivation.objective.year"]
                .with_user(user)
                .create({}),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.own.with_user(self.boss).action_agree()
        self.assertEqual(self.own.state, "agreed")

    def test_other_company(self):
        for attempt in (
            lambda: self.abroad.with_user(self.boss).read(["target_count"]),
            lambda: self.abroad.with_user(self.boss).action_agree(),
            lambda: self.abroad.with_user(self.boss).action_close(),
            lambda: self.abroad.milestone_ids.with_user(self.boss).write({"number": 1}),
        ):
            with self.assertRaises(AccessError):
                attempt()
