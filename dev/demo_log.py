"""Read an order log (CSV, or the CDNOW sample) and refuse bad input by line number.

Pure Python: nothing here knows Odoo. A log is read completely and checked before
anything touches a database, so that a refused file leaves nothing behind.
"""

import csv
import gzip
import hashlib
import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

REQUIRED_COLUMNS = ("customer", "date", "amount")
OPTIONAL_COLUMNS = ("order",)
MAX_PROBLEMS_SHOWN = 20
MAX_REPEATED_SHARE = 0.01  # identical rows without reference: beyond, a double paste
EARLIEST_DAY = date(1970, 1, 1)
CDNOW_MEMBER = "lifetimes/datasets/CDNOW_sample.txt"

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?")
_POINT_AMOUNT = re.compile(r"-?\d{1,13}(\.\d+)?")
_COMMA_AMOUNT = re.compile(r"-?\d{1,13},\d{1,2}")  # only in files separated by ";"


class LogError(Exception):
    """The log is refused; `problems` are (line number or None, sentence) pairs."""

    def __init__(self, source, problems):
        self.source = source
        self.problems = sorted(problems, key=lambda problem: problem[0] or 0)
        super().__init__(self._text())

    def _text(self):
        total = len(self.problems)
        lines = [
            f"  line {line}: {sentence}" if line else f"  {sentence}"
            for line, sentence in self.problems[:MAX_PROBLEMS_SHOWN]
        ]
        if total > MAX_PROBLEMS_SHOWN:
            lines.append(f"  ... and {total - MAX_PROBLEMS_SHOWN:,} more")
        noun = "problem" if total == 1 else "problems"
        head = f"{self.source}: {total:,} {noun}, nothing was loaded."
        return "\n".join([head, *lines])


@dataclass(frozen=True)
class LoggedOrder:
    """One order of the log: line number, customer key, local day and time, amount."""

    line: int
    customer: str
    day: date
    time: time | None
    amount: Decimal
    reference: str | None = None

    @property
    def signature(self):
        """What two identical rows share."""
        return self.customer, self.day, self.time, self.amount


@dataclass
class OrderLog:
    """A log that passed every check. `notices` are sentences to print."""

    source: str
    digest: str
    orders: list
    notices: list
    shift_days: int = 0

    @property
    def last_day(self):
        return max(order.day for order in self.orders)

    def shifted_to(self, last_day):
        """The same log moved in time so that its last order falls on `last_day`."""
        shift = last_day - self.last_day
        moved = [
            LoggedOrder(
                o.line, o.customer, o.day + shift, o.time, o.amount, o.reference
            )
            for o in self.orders
        ]
        return OrderLog(self.source, self.digest, moved, self.notices, shift.days)


def read_cdnow(wheel):
    """Read the CDNOW sample (2,357 customers, 6,919 orders) out of the wheel.

    Columns: customer of the master log, customer of the sample, day as yyyymmdd,
    number of CDs, dollars. Eight orders cost nothing; they stay, at 0.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(CDNOW_MEMBER)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        sentence = f"cannot read {CDNOW_MEMBER} in this wheel ({error})"
        raise LogError(Path(wheel).name, [(None, sentence)]) from error
    orders = []
    for line, row in enumerate(content.decode("ascii").splitlines(), 1):
        __, customer, day, __, dollars = row.split()
        day = datetime.strptime(day, "%Y%m%d").date()
        orders.append(LoggedOrder(line, customer, day, None, Decimal(dollars)))
    return OrderLog("CDNOW sample", _digest(content), orders, [])


def read_log(path, today=None):
    """Read and check a `customer,date,amount[,order]` CSV, gzipped or not.

    `today`, when given, refuses orders after that day.
    """
    source = Path(path).name
    content = _read_bytes(source, path)
    orders, problems = _parse(source, _decode(source, content), today)
    notices = []
    if not problems and not orders:
        problems.append((None, "the file has a header but no order"))
    if not problems:
        notices, problems = _check_repeated_rows(orders)
    if problems:
        raise LogError(source, problems)
    return OrderLog(source, _digest(content), orders, notices)


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _read_bytes(source, path):
    try:
        content = Path(path).read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
    except (OSError, EOFError, gzip.zlib.error) as error:
        raise LogError(source, [(None, f"cannot be read ({error})")]) from error
    return content


def _decode(source, content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        sentence = "this is not UTF-8 text; save the file as CSV UTF-8"
        raise LogError(source, [(line, sentence)]) from error


def _parse(source, text, today):
    """Return (orders, problems) of the text of a CSV file."""
    first_line = text.split("\n", 1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    orders, problems, references = [], [], {}
    line = 1
    try:
        columns = _read_header(source, next(reader, []))
        line = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                order = _parse_row(line, row, columns, delimiter, today, problems)
                _check_reference(order, references, problems)
                orders.append(order)
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append((line, f"not readable as CSV ({error})"))
    return orders, problems


def _read_header(source, cells):
    """Return the column names in file order, or refuse the file."""
    names = [cell.strip().lower() for cell in cells]
    known = REQUIRED_COLUMNS + OPTIONAL_COLUMNS
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    unknown = [
        cell for cell, name in zip(cells, names, strict=True) if name not in known
    ]
    twice = sorted({name for name in names if name in known and names.count(name) > 1})
    sentences = [
        (missing, "the header lacks {}; it must name customer, date and amount"),
        (unknown, "unknown column {}; only customer, date, amount and order are read"),
        (twice, "column {} appears twice"),
    ]
    problems = [
        (1, sentence.format(", ".join(repr(name) for name in found)))
        for found, sentence in sentences
        if found
    ]
    if problems:
        raise LogError(source, problems)
    return names


def _parse_row(line, row, columns, delimiter, today, problems):
    """Return the order of one row, or None after noting its problems."""
    if len(row) != len(columns):
        sentence = f"{len(row)} values where the header names {len(columns)} columns"
        problems.append((line, sentence))
        return None
    cells = dict(zip(columns, (cell.strip() for cell in row), strict=True))
    found = []
    if not cells["customer"]:
        found.append("the customer is empty")
    day, moment = _parse_date(cells["date"], today, found)
    amount = _parse_amount(cells["amount"], delimiter, found)
    if found:
        problems.extend((line, sentence) for sentence in found)
        return None
    reference = cells.get("order") or None
    return LoggedOrder(line, cells["customer"], day, moment, amount, reference)


def _parse_date(text, today, found):
    """Return (day, time or None); sentences about bad dates go to `found`."""
    match = _DATE.fullmatch(text)
    try:
        if not match:
            raise ValueError
        day = date.fromisoformat(match[1])
        moment = time.fromisoformat(match[2]) if match[2] else None
    except ValueError:
        found.append(
            f"date {text!r} is not a date like 2024-03-31 (or 2024-03-31 14:30)"
        )
        return None, None
    if day < EARLIEST_DAY:
        found.append(f"date {text!r} is before {EARLIEST_DAY}")
    elif today and day > today:
        found.append(f"date {text!r} is in the future (today is {today})")
    return day, moment


def _parse_amount(text, delimiter, found):
    """Return the amount in currency units; bad amounts leave a sentence in `found`."""
    if delimiter == ";" and _COMMA_AMOUNT.fullmatch(text):
        text = text.replace(",", ".")
    if not _POINT_AMOUNT.fullmatch(text):
        found.append(f"amount {text!r} is not a number like 1234.56")
        return None
    amount = Decimal(text)
    if amount < 0:
        found.append(f"amount {text} is negative; returns are not orders")
    elif not amount:
        found.append("the amount is zero")
    elif amount != amount.quantize(Decimal("0.01")):
        found.append(f"amount {text} has more than two decimals; round it to cents")
    return amount


def _check_reference(order, references, problems):
    """Refuse an order reference used before; `references` maps it to its line."""
    if order is None or order.reference is None:
        return
    first = references.setdefault(order.reference, order.line)
    if first != order.line:
        sentence = f"order {order.reference!r} is already in line {first}"
        problems.append((order.line, f"{sentence}; one row per order is expected"))


def _check_repeated_rows(orders):
    """Return (notices, problems) about identical rows without a reference.

    Real logs hold a few (two equal orders on one day): accepted with a notice.
    Many mean that a file was pasted twice: refused.
    """
    lines = defaultdict(list)
    for order in orders:
        if order.reference is None:
            lines[order.signature].append(order.line)
    repeated = [found for found in lines.values() if len(found) > 1]
    extra = sum(len(found) - 1 for found in repeated)
    if extra > MAX_REPEATED_SHARE * len(orders):
        sentence = "same customer, date and amount as line {}; give orders a reference"
        sentence += " (column order) if both are real"
        return [], [
            (line, sentence.format(found[0]))
            for found in repeated
            for line in found[1:]
        ]
    if not repeated:
        return [], []
    shown = ", ".join(
        "=".join(map(str, found)) for found in repeated[:MAX_PROBLEMS_SHOWN]
    )
    more = ", ..." if len(repeated) > MAX_PROBLEMS_SHOWN else ""
    rows = "1 row repeats" if extra == 1 else f"{extra:,} rows repeat"
    notice = f"{rows} another row (customer, date and amount): all are kept"
    return [f"{notice}. Lines {shown}{more}"], []
