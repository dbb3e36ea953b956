from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_escape

#: The meeting is proposed for this hour of the next working day, and so long.
HOUR = 9
DURATION = 1.0


class ReactivationObjectiveLaunch(models.TransientModel):
    """Book the meeting in which an objective is launched, with its brief."""

    _name = "reactivation.objective.launch"
    _description = "Launch Meeting of an Objective"

    objective_id = fields.Many2one("reactivation.objective", required=True)
    start = fields.Datetime(
        string="When", required=True, default=lambda self: self._next_morning()
    )
    duration = fields.Float(required=True, default=DURATION, help="Hours and minutes.")
    user_ids = fields.Many2many(
        "res.users",
        string="With",
        compute="_compute_user_ids",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        help="Besides you.",
    )

    def _next_morning(self):
        """Nine o'clock of the user's next working day, in UTC."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        day = fields.Datetime.now().astimezone(zone).date() + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        morning = zone.localize(datetime.combine(day, time(HOUR)))
        return morning.astimezone(pytz.UTC).replace(tzinfo=None)

    @api.depends("objective_id")
    def _compute_user_ids(self):
        for dialog in self:
            users = dialog.objective_id and dialog.objective_id._launch_users()
            dialog.user_ids = users - self.env.user if users else False

    def action_book(self):
        """Book the meeting, send the brief to who is invited and open the meeting.

        :return: action
        :raise AccessError: the user may not change the objective
        :raise UserError: the objective is over, or the meeting takes no time
        """
        self.ensure_one()
        objective = self.objective_id
        objective._check_launch()
        if self.duration <= 0:
            raise UserError(
                self.env._("Say how long the meeting takes, one hour for example.")
            )
        event = self.env["calendar.event"].create(self._prepare_event_vals())
        objective.launch_event_id = event
        self._send_brief()
        return event.get_formview_action()

    def _prepare_event_vals(self):
        objective = self.objective_id
        partners = self.user_ids.partner_id | self.env.user.partner_id
        return {
            "name": self.env._(
                "Launch: %(objective)s", objective=objective.display_name
            ),
            "start": self.start,
            "stop": self.start + timedelta(hours=self.duration),
            "partner_ids": [fields.Command.set(partners.ids)],
            "description": html_escape(
                self.env._(
                    "Milestones, the customers who matter most and the hours it takes"
                    " are in the brief, which was sent to you and is kept with the"
                    " objective."
                )
            ),
            "res_model_id": self.env["ir.model"]._get_id(objective._name),
            "res_id": objective.id,
        }

    def _send_brief(self):
        """A message on the objective to who is invited.

        Not on the meeting: every colleague may read meetings, but the brief names
        customers and amounts.
        """
        pdf = self.objective_id._brief_pdf()
        if pdf:
            body = self.env._("The launch meeting is booked; here is the brief.")
        else:
            body = self.env._(
                "The launch meeting is booked. The brief could not be made into a PDF,"
                " as the server has no Wkhtmltopdf: print it from the objective."
            )
        self.objective_id.message_post(
            body=body,
            partner_ids=self.user_ids.partner_id.ids,
            attachments=[pdf] if pdf else [],
        )
