import random
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import BaseCase, tagged

from ..engine.retention import Facts, advise, first_day

TODAY = date(2027, 3, 15)


@tagged("post_install", "-at_install")
class TestEngineRetention(BaseCase):
    def test_first_day(self):
        for last, months, expected in (
            (date(2024, 3, 15), 36, date(2027, 3, 16)),
            (date(2024, 2, 29), 36, date(2027, 3, 1)),
            (date(2025, 2, 28), 1, date(2025, 4, 1)),
            (date(2025, 3, 30), 1, date(2025, 5, 1)),
        ):
            self.assertEqual(first_day(last, months), expected)

    def test_first_day_is_where_going_back_leads_past_the_last_contact(self):
        chance = random.Random(7)
        for __ in range(2000):
            last = date(2020, 1, 1) + timedelta(days=chance.randrange(2500))
            months = chance.randrange(1, 130)
            found = first_day(last, months)
            back = relativedelta(months=months)
            self.assertGreater(found - back, last)
            self.assertLessEqual(found - timedelta(days=1) - back, last)

    def advice(self, **values):
        facts = Facts(
            **{
                "today": TODAY,
                "reached": True,
                "kept_until": None,
                "elsewhere": False,
                "email": "anne@example.com",
                "asked_on": None,
                "answer": "",
                **values,
            }
        )
        verdict = advise(facts)
        return verdict.value, [reason.code for reason in verdict.reasons]

    def test_advice(self):
        later = TODAY + timedelta(days=1)
        asked = TODAY - timedelta(days=30)
        for values, expected in (
            ({}, ("ask", ["email"])),
            ({"email": ""}, ("anonymise", ["no_email", "no_document"])),
            (
                {"email": "", "kept_until": later},
                ("archive", ["no_email", "documents"]),
            ),
            ({"email": "", "elsewhere": True}, ("wait", ["no_email", "elsewhere"])),
            ({"email": "", "reached": False}, ("wait", ["no_email", "not_yet"])),
            ({"asked_on": asked}, ("wait", ["asked"])),
            (
                {"asked_on": asked - timedelta(days=1)},
                ("anonymise", ["silent", "no_document"]),
            ),
            (
                {"asked_on": asked, "answer": "no", "kept_until": later},
                ("anonymise", ["refused", "documents"]),
            ),
        ):
            with self.subTest(**values):
                self.assertEqual(self.advice(**values), expected)
