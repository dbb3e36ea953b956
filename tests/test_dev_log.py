"""What dev/demo_log.py reads and refuses, and what the refusals say."""

import gzip
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase, tagged

from .dev_tools import import_dev_tools

TODAY = date(2024, 6, 30)


class LogCase(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tools = import_dev_tools()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = Path(folder.name) / "orders.csv"

    def log_of(self, content, today=TODAY):
        content = content.encode() if isinstance(content, str) else content
        self.path.write_bytes(content)
        return self.tools.log.read_log(str(self.path), today)

    def refused(self, content, *sentences, today=TODAY):
        """Assert that the log is refused and that the message says these things."""
        with self.assertRaises(self.tools.log.LogError) as caught:
            self.log_of(content, today)
        message = str(caught.exception)
        for sentence in sentences:
            self.assertIn(sentence, message)
        self.assertIn("nothing was loaded", message)
        return message


@tagged("post_install", "-at_install")
class TestReadLog(LogCase):
    def test_columns_in_any_order(self):
        log = self.log_of("Amount, customer ,date\n12.50,Durand,2024-03-31\n")
        (order,) = log.orders
        self.assertEqual(
            (order.line, order.customer, order.day, order.amount),
            (2, "Durand", date(2024, 3, 31), Decimal("12.50")),
        )

    def test_semicolons_decimal_comma_and_byte_order_mark(self):
        log = self.log_of("\ufeffcustomer;date;amount\r\nA;2024-03-31 14:30;1234,5\r\n")
        (order,) = log.orders
        self.assertEqual(order.amount, Decimal("1234.5"))
        self.assertEqual(order.time, datetime(2024, 3, 31, 14, 30).time())

    def test_gzip(self):
        log = self.log_of(gzip.compress(b"customer,date,amount\nA,2024-01-01,1\n"))
        self.assertEqual(len(log.orders), 1)

    def test_quoted_line_breaks_keep_line_numbers_right(self):
        content = 'customer,date,amount\n"A\nB",2024-01-01,1\n,2024-01-01,1\n'
        self.refused(content, "line 4: the customer is empty")

    def test_missing_and_unknown_columns(self):
        content = "customer,day,amount\nA,2024-01-01,1\n"
        self.refused(content, "line 1: the header lacks 'date'", "unknown column 'day'")

    def test_column_twice(self):
        self.refused("customer,date,amount,date\n", "column 'date' appears twice")

    def test_empty_file(self):
        self.refused("", "lacks 'customer', 'date', 'amount'")

    def test_header_only(self):
        self.refused("customer,date,amount\n", "a header but no order")

    def test_wrong_number_of_values(self):
        content = "customer,date,amount\nA,2024-01-01,1,5\n"
        self.refused(content, "line 2: 4 values where the header names 3 columns")

    def test_bad_dates(self):
        content = (
            "customer,date,amount\nA,31/03/2024,1\nA,2024-02-30,1\nA,,1\n"
            "A,1969-12-31,1\nA,2024-07-01,1\nA,2024-01-01T10:00Z,1\n"
        )
        self.refused(
            content,
            "6 problems",
            "line 2: date '31/03/2024' is not a date like 2024-03-31",
            "line 3: date '2024-02-30' is not a date",
            "line 4: date '' is not a date",
            "line 5: date '1969-12-31' is before 1970-01-01",
            "line 6: date '2024-07-01' is in the future (today is 2024-06-30)",
            "line 7: date '2024-01-01T10:00Z' is not a date",
        )

    def test_future_dates_are_fine_when_the_log_will_be_moved(self):
        log = self.log_of("customer,date,amount\nA,2034-07-01,1\n", today=None)
        self.assertEqual(log.shifted_to(TODAY).last_day, TODAY)

    def test_bad_amounts(self):
        amounts = [
            "ten",
            "",
            "-5",
            "0",
            "0.00",
            "1.005",
            "1e3",
            "nan",
            "1 000",
            '"1,5"',
        ]
        rows = [f"A,2024-01-{i:02},{text}\n" for i, text in enumerate(amounts, 1)]
        message = self.refused("customer,date,amount\n" + "".join(rows), "10 problems")
        self.assertIn("line 2: amount 'ten' is not a number like 1234.56", message)
        self.assertIn("line 4: amount -5 is negative; returns are not orders", message)
        self.assertIn("line 5: the amount is zero", message)
        self.assertIn("line 7: amount 1.005 has more than two decimals", message)
        self.assertIn("line 11: amount '1,5' is not a number", message)

    def test_order_reference_twice(self):
        content = (
            "order,customer,date,amount\nS1,A,2024-01-01,1\nS2,A,2024-01-02,1\n"
            "S1,B,2024-01-03,1\n"
        )
        self.refused(content, "line 4: order 'S1' is already in line 2")

    def test_many_repeated_rows_look_like_a_double_paste(self):
        rows = "".join(f"A,2024-01-{day:02},1\n" for day in range(1, 31))
        message = self.refused(
            "customer,date,amount\n" + rows + rows,
            "30 problems",
            "line 32: same customer, date and amount as line 2",
            "... and 10 more",
        )
        self.assertNotIn("line 52", message)

    def test_few_repeated_rows_are_kept_with_a_notice(self):
        rows = "".join(f"C{number},2024-01-01,1\n" for number in range(199))
        log = self.log_of("customer,date,amount\n" + rows + "C7,2024-01-01,1\n")
        self.assertEqual(len(log.orders), 200)
        self.assertIn("1 row repeats another row", log.notices[0])
        self.assertIn("Lines 9=201", log.notices[0])

    def test_repeated_rows_with_their_own_references_are_fine(self):
        content = "order,customer,date,amount\nS1,A,2024-01-01,1\nS2,A,2024-01-01,1\n"
        self.assertFalse(self.log_of(content).notices)

    def test_not_text(self):
        content = b"customer,date,amount\nCaf\xe9,2024-01-01,1\n"
        self.refused(content, "line 2: this is not UTF-8 text")

    def test_broken_gzip(self):
        whole = gzip.compress(b"customer,date,amount\nA,2024-01-01,1\n")
        self.refused(whole[:-9], "cannot be read")

    def test_open_quote(self):
        content = 'customer,date,amount\nA,2024-01-01,1\n"B,2024-01-01,1\n'
        self.refused(content, "line 3: not readable as CSV")

    def test_missing_file(self):
        with self.assertRaisesRegex(self.tools.log.LogError, "cannot be read"):
            self.tools.log.read_log(str(self.path) + ".none")

    def test_not_the_wheel(self):
        self.path.write_text("no archive")
        with self.assertRaisesRegex(self.tools.log.LogError, "CDNOW_sample.txt"):
            self.tools.log.read_cdnow(str(self.path))

    def test_names_and_codes(self):
        names = self.tools.names.looks_like_names
        self.assertTrue(names(["Garage Durand", "Acme", "3 Suisses", "IBM", "C1 Ltd"]))
        self.assertFalse(names(["00012", "00017"]))
        self.assertFalse(names(["CUST-0012", "C17", "Customer 12", "a1b2c3d4-ab"]))

    def test_the_reference_vectors_hold(self):
        self.tools.check.self_check()
