from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime, html_escape

from ..queries import sharing

METHODS = [
    ("keep", "The customer's own salesperson"),
    ("team", "By sales team"),
    ("territory", "By territory"),
    ("count", "Balance the number of cards"),
    ("value", "Balance the amount at stake"),
]
#: What salespeople do themselves, see ``reactivation_episode_claim.py``.
BY_SALESPEOPLE = [("claim", "Claimed"), ("release", "Given back")]


class ReactivationSharing(models.Model):
    """Cards shared out at once: who did it, how, and who got which from whom.

    Written by the dialog of *Share out*, and when salespeople claim a card or give one
    back.  Undoing gives back what is still with
    the person who got it.
    """

    _name = "reactivation.sharing"
    _description = "Sharing Out of Cards"
    _order = "id desc"
    _rec_name = "date"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", string="Shared Out By", required=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    method = fields.Selection(METHODS + BY_SALESPEOPLE, required=True)
    line_ids = fields.One2many(
        "reactivation.sharing.line", "sharing_id", string="Cards"
    )
    line_count = fields.Integer(string="Cards Given", compute="_compute_line_count")
    undone_on = fields.Datetime()
    undone_by = fields.Many2one("res.users", ondelete="set null")

    @api.depends("date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for log in self:
            log.display_name = format_datetime(
                self.env, log.date, tz=self.env.context.get("tz")
            )

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(
            self.env["reactivation.sharing.line"]._read_group(
                [("sharing_id", "in", self.ids)], ["sharing_id"], ["__count"]
            )
        )
        for record in self:
            record.line_count = counts.get(record, 0)

    @api.model
    def _check_manager(self):
        """
        :raise AccessError: the user is no sales manager
        """
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._("Only sales managers share cards out. Ask yours.")
            )

    @api.model
    def _share_out(self, company, method, rows):
        """Give cards to other salespeople and keep a log, in a fixed number of steps.

        :param rows: list of (card id, user before, user after, team before, team
            after); ids, ``None`` for nobody
        :return: the log
        :raise UserError: a card was given to somebody else or closed meanwhile
        """
        self._check_manager()
        return self._hand_over(company, method, rows, self.env._("Shared out"))

    @api.model
    def _hand_over(self, company, method, rows, title):
        """The same for whoever was found to be allowed to.

        :param title: what the history of the cards says
        """
        # sudo: the log is written here only; whoever calls has checked the user
        log = self.sudo().create(
            {"company_id": company.id, "user_id": self.env.uid, "method": method}
        )
        given = self._give(company, rows, title)
        if len(given) < len(rows):
            raise UserError(
                self.env._(
                    "%(count)s of these cards were closed or given to somebody else"
                    " meanwhile. Nothing was changed: look at them again.",
                    count=len(rows) - len(given),
                )
            )
        self.env.execute_query(sharing.log_lines(rows, log.id))
        log.invalidate_recordset()
        return log.with_env(self.env)

    @api.model
    def _give(self, company, rows, title):
        """Write cards, customers, profiles, activities and history of the cards.

        :return: set of the ids of cards that were given
        """
        self.env.flush_all()
        now = fields.Datetime.now()
        today = company._reactivation_today()
        found = self.env.execute_query(sharing.assign(rows, self.env.uid, now, today))
        given = {card_id for (card_id,) in found}
        rows = [row for row in rows if row[0] in given]
        self.env.execute_query(
            sharing.post_notes(
                self._notes(rows, title),
                self.env.user.partner_id.id,
                self.env.uid,
                self.env.ref("mail.mt_note").id,
                now,
            )
        )
        # sudo: what hangs on a card follows it, whoever owns that
        self.env["reactivation.episode"].sudo().browse(given)._owners_follow(rows)
        return given

    def _notes(self, rows, title):
        """List of (card id, HTML): who has the card now, and who had it."""
        users = {user_id for row in rows for user_id in row[1:3] if user_id}
        # sudo: names of colleagues, also of those who left
        names = {
            user.id: user.name for user in self.env["res.users"].sudo().browse(users)
        }
        nobody = self.env._("nobody")
        return [
            (
                card_id,
                str(
                    html_escape(
                        self.env._(
                            "%(title)s: from %(old)s to %(new)s.",
                            title=title,
                            old=names.get(old, nobody),
                            new=names.get(new, nobody),
                        )
                    )
                ),
            )
            for card_id, old, new, *__ in rows
        ]

    def action_undo(self):
        """Give the cards back, but for those that went on to somebody else.

        :raise AccessError: the user is no sales manager
        :raise UserError: undone already
        """
        self.ensure_one()
        self.check_access("read")
        self._check_manager()
        if self.undone_on:
            raise UserError(
                self.env._("This was undone already: there is nothing to give back.")
            )
        lines = self.line_ids
        # sudo: whether colleagues still work in the company
        before = lines.from_user_id.sudo()
        gone = before - before.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        rows = [
            (
                line.episode_id.id,
                line.to_user_id.id or None,
                line.from_user_id.id or None,
                line.to_team_id.id or None,
                line.from_team_id.id or None,
            )
            for line in lines
            if line.from_user_id not in gone
        ]
        back = self._give(self.company_id, rows, self.env._("Sharing out undone"))
        # sudo: the log is written by its own buttons only; see the check above
        stay = lines.sudo().filtered(lambda line: line.episode_id.id not in back)
        (lines.sudo() - stay).write({"state": "returned"})  # sudo: as above
        stay.write({"state": "stayed"})
        # sudo: as above
        self.sudo().write(
            {"undone_on": fields.Datetime.now(), "undone_by": self.env.uid}
        )
        return True
