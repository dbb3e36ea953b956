"""Customers with a card, and grids to assess them by."""

from odoo import Command

from .common import ReactivationCase

SALESMAN = "sales_team.group_sale_salesman"
MANAGER = "sales_team.group_sale_manager"


class AssessmentCase(ReactivationCase):
    """A salesperson with one silent customer, whose card is to be assessed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Assessment = cls.env["reactivation.assessment"]
        cls.Criterion = cls.env["reactivation.criterion"]
        cls.julie = cls.make_user("julie", SALESMAN, name="Julie Dupont")
        cls.marc = cls.make_user("marc", SALESMAN, name="Marc Roy")
        cls.manager = cls.make_user("claire", MANAGER, name="Claire Fontaine")
        cls.partner = cls.make_partner(user_id=cls.julie.id)
        cls.insert_orders([(cls.partner, 400, 100)])
        cls.refresh()
        cls.the_card = cls.card(cls.partner)

    @classmethod
    def make_criterion(cls, question, *points, **values):
        """A criterion whose levels give so many points, each worded by its points."""
        return cls.Criterion.create(
            {
                "question": question,
                "dimension": "habits",
                "level_ids": [
                    Command.create(
                        {"wording": f"{number} points", "points": number, "sequence": n}
                    )
                    for n, number in enumerate(points)
                ],
                **values,
            }
        )

    @classmethod
    def make_grid(cls, *points):
        """One criterion with these levels is the whole grid; returns it."""
        cls.Criterion.search([]).active = False
        return cls.make_criterion("How settled are they?", *points)

    @classmethod
    def level(cls, criterion, points):
        return criterion.level_ids.filtered(lambda level: level.points == points)

    @classmethod
    def assess(cls, card, answers=(), **values):
        """An assessment of a card's customer; ``answers``: level records."""
        return cls.Assessment.create(
            {
                "episode_id": card.id,
                "answer_ids": [
                    Command.create(
                        {"criterion_id": level.criterion_id.id, "level_id": level.id}
                    )
                    for level in answers
                ],
                **values,
            }
        )

    @classmethod
    def shipped(cls, code, number):
        """A level of the grid that ships: criterion's code, number of the level."""
        return cls.env.ref(f"crm_reactivation.level_{code}_{number}")

    def answer(self, assessment, criterion):
        return assessment.answer_ids.filtered(lambda a: a.criterion_id == criterion)
