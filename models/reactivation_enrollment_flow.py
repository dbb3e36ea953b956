from odoo import api, models
from odoo.tools import SQL

from ..queries import campaign as queries
from ..queries.opt_out import stopped


class ReactivationEnrollment(models.Model):
    """Who must go leaves; who reacts is told about."""

    _inherit = "reactivation.enrollment"

    @api.model
    def _end_reasons(self):
        """List of (reason, SQL condition): further reasons to leave a campaign.

        Aliases ``enrollment``, ``campaign``, ``customer``, ``contact``, ``card``.
        """
        reach = SQL(
            "(SELECT enrollment.email_normalized, enrollment.phone,"
            " enrollment.phone_sanitized AS phone_number,"
            " TRUE AS has_post, (SELECT person.reactivation_channel_id"
            " FROM res_partner person WHERE person.id = enrollment.contact_id)"
            " AS preferred_channel_id, ARRAY(SELECT refused.channel_id"
            " FROM reactivation_refused_channel refused"
            " WHERE refused.partner_id IN (enrollment.contact_id, contact.id))"
            " AS refused)"
        )
        opted_out = SQL(
            "(SELECT BOOL_AND(COALESCE(why IN ('opted_out', 'refused'), FALSE))"
            " FROM (SELECT %s AS why FROM reactivation_channel channel, %s reach"
            " WHERE EXISTS (SELECT FROM reactivation_campaign_step step"
            " WHERE step.campaign_id = campaign.id AND step.active"
            " AND (step.channel_id = channel.id OR step.prefers_contact"
            " AND channel.id = reach.preferred_channel_id))) answer)",
            queries.refusal(),
            reach,
        )
        customers = self.env["reactivation.customer"]
        return [
            ("do_not_pursue", customers._sql_do_not_pursue("customer")),
            ("opted_out", opted_out),
        ]

    @api.model
    def _mailing_get_opt_out_list(self, mailing):
        """Set of normalised addresses that Odoo leaves out as it sends a mailing.

        Black-listed ones it knows; who left a mailing list it would write to.
        """
        return {email for (email,) in self.env.execute_query(stopped(mailing.id))}

    @api.model
    def _leave_finished(self, company, scope):
        """Let leave whoever must go no further.

        :param scope: SQL condition on ``enrollment``
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            queries.leaving(
                company.id,
                scope,
                company._reactivation_today(),
                company._reactivation_retention_from(),
                self._end_reasons(),
            )
        )
        found = {}
        for row_id, why in rows:
            found.setdefault(why, []).append(row_id)
        for why, ids in found.items():
            self.browse(ids)._leave(why)

    def action_take_out(self):
        """Take these customers out; planned steps are cancelled."""
        self.check_access("write")
        # sudo: planned activities are the salesperson's, the campaign is the owner's
        self.sudo()._leave("by_hand")
        return True

    # ------------------------------------------------------------------
    # REACTIONS
    # ------------------------------------------------------------------

    def _tell_reactions(self, reactions):
        """Raise the cards of who reacted, and tell their salespeople, once per kind.

        :param reactions: dict enrolment id -> kinds: opened, clicked, replied
        """
        enrollments = self.browse(reactions)
        vals_list = [
            enrollment._prepare_reaction_vals(kind)
            for enrollment in enrollments
            for kind in reactions[enrollment.id]
        ]
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(vals_list)
        for company, ours in enrollments.grouped("company_id").items():
            partners = ours.partner_id
            self.env["reactivation.customer"]._follow(partners, company)
            ours.episode_id._raise(company)

    def _prepare_reaction_vals(self, kind):
        """Values of the activity that tells about a reaction."""
        self.ensure_one()
        user = self.user_id if self.user_id.active else self.campaign_id.user_id
        env = self.with_context(lang=user.lang or self.env.lang).env
        say = {
            "opened": lambda: env._("Opened an e-mail of “%s”", self.campaign_id.name),
            "clicked": lambda: env._(
                "Clicked in “%s”: ring now", self.campaign_id.name
            ),
            "replied": lambda: env._("Replied to “%s”: answer", self.campaign_id.name),
        }
        document = self.episode_id or self.partner_id
        todo = "mail.mail_activity_data_todo"
        call = "mail.mail_activity_data_call"
        kind_of_activity = self.env.ref(
            todo if kind == "opened" else call, raise_if_not_found=False
        )
        return {
            "res_model_id": self.env["ir.model"]._get_id(document._name),
            "res_id": document.id,
            "activity_type_id": kind_of_activity.id if kind_of_activity else False,
            "user_id": user.id or self.env.uid,
            "date_deadline": self.company_id._reactivation_today(),
            "summary": say[kind](),
            "note": kind == "replied" and self._last_reply(),
        }

    def _last_reply(self):
        """What the customer answered last, as far as the mail came to Odoo."""
        self.ensure_one()
        messages = self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("message_type", "=", "email"),
            ],
            limit=1,
        )
        return messages.body or False
