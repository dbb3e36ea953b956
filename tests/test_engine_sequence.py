from datetime import date

from odoo.tests import BaseCase, tagged

from ..engine.lift import lift
from ..engine.sequence import (
    CONDITIONS,
    Move,
    Past,
    Step,
    later,
    next_move,
    reacted_on,
)

START = date(2027, 3, 1)
MAIL, CALL, LAST = 1, 2, 3


def day(number):
    """So many days after the start."""
    return later(START, number, "days")


@tagged("post_install", "-at_install")
class TestEngineSequence(BaseCase):
    def move(self, steps, past=(), today=START, **options):
        return next_move(steps, past, START, today, **options).value

    # -- order and delays

    def test_first_step_without_delay_is_due_on_the_day_of_entry(self):
        self.assertEqual(self.move([Step(MAIL)]), Move("take", MAIL, START))

    def test_delay_to_the_day(self):
        steps = [Step(MAIL, delay=7)]
        self.assertEqual(self.move(steps, today=day(6)), Move("wait", MAIL, day(7)))
        self.assertEqual(self.move(steps, today=day(7)), Move("take", MAIL, day(7)))
        self.assertEqual(self.move(steps, today=day(9)), Move("take", MAIL, day(9)))

    def test_delay_counts_from_the_day_the_step_before_was_carried_out(self):
        steps = [Step(MAIL), Step(CALL, delay=2, unit="weeks")]
        past = [Past(MAIL, day(5))]
        self.assertEqual(self.move(steps, past, day(18)), Move("wait", CALL, day(19)))
        self.assertEqual(self.move(steps, past, day(19)), Move("take", CALL, day(19)))

    def test_no_step_twice_and_none_before_one_that_was_taken(self):
        """A step put before those already taken comes too late for this customer."""
        steps = [Step(9), Step(MAIL), Step(CALL)]
        self.assertEqual(
            self.move(steps, [Past(MAIL, day(1))], day(1)), Move("take", CALL, day(1))
        )
        self.assertEqual(
            self.move(steps, [Past(CALL, day(1))], day(2)), Move("end", None, None)
        )

    def test_step_added_at_the_end_is_taken(self):
        past = [Past(MAIL, START)]
        self.assertEqual(self.move([Step(MAIL)], past, day(1)), Move("end"))
        added = [Step(MAIL), Step(CALL, delay=1)]
        self.assertEqual(self.move(added, past), Move("wait", CALL, day(1)))

    def test_step_that_was_removed_is_history(self):
        steps = [Step(CALL, delay=3)]
        past = [Past(MAIL, day(2))]
        self.assertEqual(self.move(steps, past, day(4)), Move("wait", CALL, day(5)))

    def test_put_off_customers_wait(self):
        steps = [Step(MAIL, delay=2)]
        self.assertEqual(
            self.move(steps, today=day(2), not_before=day(30)),
            Move("wait", MAIL, day(30)),
        )
        self.assertEqual(
            self.move(steps, today=day(30), not_before=day(30)),
            Move("take", MAIL, day(30)),
        )
        self.assertEqual(
            self.move(steps, today=START, not_before=day(1)),
            Move("wait", MAIL, day(2)),
            "the later of both",
        )

    # -- calendar

    def test_months_end(self):
        self.assertEqual(later(date(2027, 1, 31), 1, "months"), date(2027, 2, 28))
        self.assertEqual(later(date(2028, 1, 31), 1, "months"), date(2028, 2, 29))
        self.assertEqual(later(date(2028, 2, 29), 12, "months"), date(2029, 2, 28))
        self.assertEqual(later(date(2028, 2, 28), 1, "days"), date(2028, 2, 29))

    def test_daylight_saving_time_moves_nothing(self):
        """Clocks change in Europe on 28 March 2027: a day stays a day."""
        self.assertEqual(later(date(2027, 3, 27), 1, "days"), date(2027, 3, 28))
        self.assertEqual(later(date(2027, 3, 27), 2, "days"), date(2027, 3, 29))
        self.assertEqual(later(date(2027, 10, 30), 1, "weeks"), date(2027, 11, 6))

    # -- conditions

    def steps(self, condition, within=0):
        return [Step(MAIL), Step(CALL, condition=condition, within=within), Step(LAST)]

    def test_each_condition_with_and_without_its_event(self):
        for condition, ((name,), wanted) in CONDITIONS.items():
            for happened in (True, False):
                past = [Past(MAIL, START, **{name: day(1) if happened else None})]
                verdict = next_move(self.steps(condition), past, START, day(2))
                with self.subTest(condition=condition, happened=happened):
                    taken = CALL if happened == wanted else LAST
                    self.assertEqual(verdict.value, Move("take", taken, day(2)))
                    skipped = [(r.code, r.facts["step"]) for r in verdict.reasons]
                    expected = [] if taken == CALL else [(condition, CALL)]
                    self.assertEqual(skipped, expected)

    def test_within_some_days_to_the_day(self):
        past = [Past(MAIL, START)]
        for condition in ("opened", "not_opened", "done", "not_done"):
            steps = self.steps(condition, within=5)
            with self.subTest(condition=condition):
                self.assertEqual(
                    self.move(steps, past, day(4)), Move("wait", CALL, day(5))
                )
                wanted = CONDITIONS[condition][1]
                self.assertEqual(
                    self.move(steps, past, day(5)),
                    Move("take", LAST if wanted else CALL, day(5)),
                )

    def test_an_event_in_time_decides_at_once_a_late_one_not_at_all(self):
        steps = self.steps("opened", within=5)
        for opened_on, today, taken in (
            (day(1), day(1), CALL),
            (day(5), day(5), CALL),
            (day(6), day(6), LAST),
        ):
            past = [Past(MAIL, START, opened_on=opened_on)]
            self.assertEqual(
                self.move(steps, past, today), Move("take", taken, today), opened_on
            )

    def test_condition_about_a_step_that_was_skipped_or_never_taken(self):
        """It was neither opened nor done."""
        past = [Past(MAIL, START, carried_out=False)]
        for condition, taken in (
            ("opened", LAST),
            ("not_opened", CALL),
            ("done", LAST),
            ("not_done", CALL),
        ):
            for within in (0, 5):
                steps = self.steps(condition, within)
                self.assertEqual(
                    self.move(steps, past), Move("take", taken, START), condition
                )
        first = [Step(MAIL, condition="opened"), Step(LAST)]
        self.assertEqual(self.move(first), Move("take", LAST, START))

    def test_condition_about_an_earlier_step(self):
        steps = [Step(MAIL), Step(CALL), Step(LAST, condition="opened", about=MAIL)]
        past = [Past(MAIL, START, opened_on=START), Past(CALL, day(1))]
        self.assertEqual(self.move(steps, past, day(1)), Move("take", LAST, day(1)))
        past = [Past(MAIL, START), Past(CALL, day(1), opened_on=day(1))]
        self.assertEqual(self.move(steps, past, day(2)), Move("wait", None, day(3)))
        self.assertEqual(
            next_move(steps, past, START, day(2)).reasons[0].code, "opened"
        )

    def test_silent_means_no_reaction_to_anything(self):
        steps = [Step(MAIL), Step(CALL), Step(LAST, condition="silent")]
        quiet = [Past(MAIL, START), Past(CALL, day(1), done_on=day(1))]
        self.assertEqual(self.move(steps, quiet, day(2)), Move("take", LAST, day(2)))
        for name in ("opened_on", "clicked_on", "replied_on"):
            past = [Past(MAIL, START, **{name: START}), Past(CALL, day(1))]
            verdict = next_move(steps, past, START, day(2))
            self.assertEqual([r.code for r in verdict.reasons], ["silent"], name)

    def test_skipping_goes_on_to_the_next_step_and_its_delay(self):
        steps = [
            Step(MAIL),
            Step(CALL, delay=2, condition="opened"),
            Step(LAST, delay=3),
        ]
        verdict = next_move(steps, [Past(MAIL, START)], START, day(2))
        self.assertEqual(verdict.value, Move("wait", LAST, day(5)))
        self.assertEqual([r.facts["step"] for r in verdict.reasons], [CALL])

    # -- the end

    def test_end_and_removal_to_the_day(self):
        steps = [Step(MAIL)]
        quiet = [Past(MAIL, START)]
        self.assertEqual(self.move(steps, quiet), Move("wait", None, day(1)))
        self.assertEqual(self.move(steps, quiet, day(1)), Move("end"))
        self.assertEqual(self.move([]), Move("end"), "nothing to take at all")
        options = {"silent_days": 14}
        self.assertEqual(
            self.move(steps, quiet, day(13), **options), Move("wait", None, day(14))
        )
        self.assertEqual(self.move(steps, quiet, day(14), **options), Move("remove"))
        reacted = [Past(MAIL, START, clicked_on=day(3))]
        self.assertEqual(self.move(steps, reacted, day(14), **options), Move("end"))
        self.assertEqual(
            self.move(steps, quiet, day(1), silent_days=0), Move("remove"), "at once"
        )

    def test_first_reaction(self):
        past = [
            Past(MAIL, START, opened_on=day(3), clicked_on=day(4)),
            Past(CALL, START, replied_on=day(2), done_on=day(1)),
        ]
        self.assertEqual(reacted_on(past), day(2))
        self.assertIsNone(reacted_on([Past(MAIL, START, done_on=day(1))]))

    # -- control group

    def test_lift_with_interval(self):
        """Newcombe 1998, table II, 56/70 against 48/80: 0.2000 (0.0524, 0.3339)."""
        verdict = lift(70, 56, 80, 48)
        self.assertAlmostEqual(verdict.value.difference, 0.2, 4)
        self.assertAlmostEqual(verdict.value.low, 0.0524, 4)
        self.assertAlmostEqual(verdict.value.high, 0.3339, 4)
        self.assertEqual(verdict.reasons[0].code, "proven")
        self.assertEqual(lift(10, 1, 10, 1).reasons[0].code, "not_proven")

    def test_lift_without_a_group_is_unknown(self):
        for groups in ((0, 0, 10, 1), (10, 1, 0, 0)):
            self.assertIsNone(lift(*groups).value)
