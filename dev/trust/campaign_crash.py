#!/usr/bin/env python3
"""Kill Odoo in the middle of a campaign, and see whether the next run makes it good.

dev/trust/campaign_crash.py [SEED]

A real Odoo process launches and runs a campaign against a real mail server and is ended
with SIGKILL: once after the mail server took a mail and before Odoo committed that, and
at ten random moments.  Another process then completes the day.  What is in the database
must be what an undisturbed day leaves: no touch, activity, credit or message twice or
missing.  No mail may be missing, and one at most may be sent twice for each kill.
"""

import contextlib
import os
import random
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from tools import base, databases, postgres, setup

MOMENTS = 10
#: Mails sent twice that one kill may cause; see readme/DEVELOP.md.
MAY_REPEAT = 1
#: What a campaign leaves, without the numbers that any new record gets.
STATE = {
    "touches": """
SELECT partner.name, step.name->>'en_US', touch.wave, touch.state, touch.refusal,
       touch.date, touch.sent_on, touch.opened_on, touch.error, touch.attempts,
       touch.activity_id IS NOT NULL, touch.mailing_id IS NOT NULL
  FROM reactivation_touch touch
  JOIN res_partner partner ON partner.id = touch.partner_id
  JOIN reactivation_campaign_step step ON step.id = touch.step_id""",
    "enrolments": """
SELECT partner.name, enrollment.wave, enrollment.state, enrollment.left_reason,
       step.name->>'en_US', enrollment.next_on, enrollment.order_amount,
       enrollment.opened_on
  FROM reactivation_enrollment enrollment
  JOIN res_partner partner ON partner.id = enrollment.partner_id
  LEFT JOIN reactivation_campaign_step step ON step.id = enrollment.next_step_id""",
    "activities": """
SELECT activity.res_model, activity.res_name, activity.summary, activity.user_id,
       activity.date_deadline, activity.active
  FROM mail_activity activity""",
    "cards": """
SELECT partner.name, card.state, card.rank, card.reacted_on, card.recovered_amount
  FROM reactivation_episode card
  JOIN res_partner partner ON partner.id = card.partner_id""",
    "credits": """
SELECT partner.name, credit.amount, campaign.name->>'en_US'
  FROM reactivation_credit credit
  JOIN res_partner partner ON partner.id = credit.partner_id
  LEFT JOIN reactivation_campaign campaign ON campaign.id = credit.campaign_id""",
    "notes": """
SELECT card.partner_id, message.body FROM mail_message message
  JOIN reactivation_episode card ON card.id = message.res_id
 WHERE message.model = 'reactivation.episode'""",
    "mailings": """
SELECT mailing.subject, trace.email, trace.trace_status
  FROM mailing_trace trace
  JOIN mailing_mailing mailing ON mailing.id = trace.mass_mailing_id""",
    "mails waiting": """
SELECT state, email_to FROM mail_mail WHERE state NOT IN ('sent', 'cancel')""",
    "campaigns": """
SELECT campaign.state, campaign.launched_on, utm.title->>'en_US'
  FROM reactivation_campaign campaign
  LEFT JOIN utm_campaign utm ON utm.id = campaign.utm_campaign_id
 WHERE campaign.name->>'en_US' = 'Crash'""",
}


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that keeps for whom it took mail; ``taken`` is called each time."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        self.mails = []
        self.taken = None
        super().__init__(("127.0.0.1", 0), Session)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Whoever is killed says no goodbye."""


class Session(socketserver.StreamRequestHandler):
    """One conversation in SMTP, as far as Odoo speaks it."""

    def answer(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self):
        self.answer("220 sink")
        recipients = []
        while line := self.rfile.readline().decode(errors="replace").strip():
            verb = line.split()[0].upper()
            if verb == "RCPT":
                recipients.append(line.partition("<")[2].partition(">")[0])
            if verb == "DATA":
                self.answer("354 go on")
                subject = self.read_mail()
                self.server.mails += [(to, subject) for to in recipients]
                recipients = []
                if self.server.taken:
                    self.server.taken(len(self.server.mails))
            self.answer("221 bye" if verb == "QUIT" else "250 OK")
            if verb == "QUIT":
                return

    def read_mail(self):
        """Read up to the lone dot; the subject."""
        subject = ""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            if line.lower().startswith(b"subject:"):
                subject = line[8:].decode(errors="replace").strip()
        return subject


class Day:
    """One process of Odoo that runs the campaign's day in a database."""

    def __init__(self, odoo, database, options):
        path = base.LOG / f"{database}.log"
        self.log = open(path, "a")  # noqa: SIM115 (closed by end)
        self.process = subprocess.Popen(
            setup.odoo_command(odoo)
            + ["shell", "-d", database, "--no-http", "--max-cron-threads=0", *options],
            env=setup.environment(odoo),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            cwd=base.ROOT,
        )
        self.process.stdin.write((HERE / "campaign_run.py").read_text())
        self.process.stdin.close()
        self.wait_for("READY")
        self.started = time.monotonic()

    def wait_for(self, word):
        for line in self.process.stdout:
            if line.strip() == word:
                return
        raise base.Failure(f"Odoo stopped before {word}: see {self.log.name}.")

    def finish(self):
        """Let it come to its end; seconds it took."""
        self.wait_for("DONE")
        seconds = time.monotonic() - self.started
        self.process.wait()
        self.log.close()
        return seconds

    def kill(self, *_ignored):
        # poll() first: the number of a process that ended may be another one's
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)

    def outlived(self, seconds):
        """Whether it ended by itself before so many seconds; else it is killed."""
        try:
            self.process.wait(max(0, self.started + seconds - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
        self.process.wait()
        self.log.close()
        return self.process.returncode == 0


def state_of(database):
    """Dict name -> Counter of lines: what the campaign left."""
    return {
        name: Counter(postgres.sql(statement, database))
        for name, statement in STATE.items()
    }


def differences(expected, found):
    """Sentences: what is missing, what is there too often."""
    for name, lines in expected.items():
        for line, count in (lines - found[name]).items():
            yield f"missing among the {name}: {count} × {line}"
        for line, count in (found[name] - lines).items():
            yield f"too much among the {name}: {count} × {line}"


class Proof:
    """The undisturbed day, and the disturbed ones to hold against it."""

    def __init__(self, odoo, options):
        self.odoo = odoo
        self.options = options
        self.sink = Sink()
        self.world = f"crash_campaign_{os.getpid()}"
        self.copy = f"{self.world}_copy"
        self.problems = []
        self.repeated = 0

    def build(self):
        base.say("making a company with 60 silent customers and a campaign")
        databases.clone(databases.developer_copy(self.odoo, "core"), self.world)
        os.environ["SINK_PORT"] = str(self.sink.server_address[1])
        databases.run_odoo(
            self.odoo,
            ["shell", "-d", self.world, "--no-http", "--max-cron-threads=0"]
            + self.options,
            f"{self.world}.log",
            "The company could not be made.",
            stdin=(HERE / "campaign_world.py").read_text(),
        )

    def start(self):
        """A fresh copy of the company, and the day begins in it."""
        databases.clone(self.world, self.copy)
        self.sink.mails.clear()
        self.sink.taken = None
        return self.go_on()

    def go_on(self):
        return Day(self.odoo, self.copy, self.options)

    def undisturbed(self):
        self.seconds = self.start().finish()
        self.expected = state_of(self.copy)
        self.mails = Counter(self.sink.mails)
        if max(self.mails.values(), default=0) != 1:
            raise base.Failure("the undisturbed day sent no mail, or one twice.")
        counts = ", ".join(f"{sum(v.values())} {k}" for k, v in self.expected.items())
        base.say(
            f"undisturbed: {self.seconds:.0f} s, {len(self.mails)} mails, {counts}"
        )

    def kill_after_mail(self, number):
        """Kill when the mail server has taken that many mails, before the commit."""
        day = self.start()
        self.sink.taken = lambda count: count == number and day.kill()
        day.outlived(600)
        self.sink.taken = None
        self.complete(f"killed between send and commit of mail {number}")

    def kill_at(self, seconds):
        """Kill at a moment of the day; an earlier one when the day was over by then."""
        while self.start().outlived(seconds):
            seconds *= 0.7
        self.complete(f"killed after {seconds:.2f} s")

    def complete(self, title):
        sent = len(self.sink.mails)
        self.go_on().finish()
        mails = Counter(self.sink.mails)
        problems = list(differences(self.expected, state_of(self.copy)))
        problems += [f"mail not sent: {mail}" for mail in self.mails - mails]
        repeated = sum((mails - self.mails).values())
        self.repeated += repeated
        if repeated > MAY_REPEAT:
            problems.append(f"{repeated} mails were sent more than once")
        verdict = "not as undisturbed" if problems else "then as undisturbed"
        base.say(f"{title}, {sent} mails out: {verdict}, {repeated} mails sent twice")
        for problem in problems[:20]:
            print(f"    {problem}", flush=True)
        self.problems += problems

    def end(self):
        self.sink.shutdown()
        for name in (self.copy, self.world):
            databases.drop(name)


def main(arguments):
    """Run the proof; exit status 0 when every disturbed day ended as the undisturbed.

    :param arguments: an optional seed of the moments, then options for Odoo
    """
    seed = int(arguments[0]) if arguments else random.randrange(10**6)
    draw = random.Random(seed)
    proof = Proof(setup.ensure(), arguments[1:])
    with contextlib.ExitStack() as stack:
        stack.callback(proof.end)
        proof.build()
        proof.undisturbed()
        proof.kill_after_mail(draw.randint(1, len(proof.mails)))
        for part in range(MOMENTS):
            # one in each part of the day, so that no part is left out by chance
            proof.kill_at((part + draw.random()) / MOMENTS * proof.seconds)
    base.say(
        f"{MOMENTS + 1} kills (seed {seed}): {len(proof.problems)} problems,"
        f" {proof.repeated} mails sent twice of {(MOMENTS + 1) * len(proof.mails)}"
    )
    return 1 if proof.problems else 0


if __name__ == "__main__":
    base.main(main)
