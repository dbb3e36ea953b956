from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .reactivation_renunciation import SALES

#: What the proposer writes.
PROPOSAL = {
    "origin",
    "answer_ids",
    "economic_short",
    "economic_medium",
    "strategic_short",
    "strategic_medium",
    "note",
    "hours_a_year",
}
#: What the manager decides together with the decision, and may change later.
DECISION = {"reason_id", "review_on", "reviewer_id"}
#: What the buttons write, and nobody else: not by RPC either.
SIGNED = {
    "state",
    "profile_id",
    "partner_id",
    "company_id",
    "proposer_id",
    "proposed_on",
    "decided_by",
    "decided_on",
    "reviewed_on",
    "ended_by",
    "ended_on",
    "end_reason",
}


#: Whom it is about: given once, when it is proposed.
KEY = {"partner_id", "company_id"}


class ReactivationRenunciation(models.Model):
    """Who may propose whom, and who may change what afterwards."""

    _inherit = "reactivation.renunciation"

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")  # before a refusal tells about a customer
        vals_list = [dict(vals) for vals in vals_list]
        if not self.env.su:
            self._check_unsigned(vals_list)
        for vals in vals_list:
            vals.setdefault("company_id", self.env.company.id)
            vals.setdefault("answer_ids", self._prepare_answers())
        profiles = self._find_profiles(vals_list)
        for vals, profile in zip(vals_list, profiles, strict=True):
            if not self.env.su:
                # all of them, so that no default of the context steps in
                vals.update(dict.fromkeys(SIGNED - KEY, False))
                vals["state"] = "proposed"
                vals["proposer_id"] = self.env.uid
                vals["proposed_on"] = profile.company_id._reactivation_today()
            vals["profile_id"] = profile.id
            vals["partner_id"] = profile.partner_id.id
        self._check_proposable(vals_list, profiles)
        self.flush_model(["state"])  # one refused just now makes room for the next
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_editable(vals)
        result = super().write(vals)
        if {"review_on", "reviewer_id"} & set(vals):
            decided = self.filtered(lambda row: row.state == "decided")
            decided._check_reviewer()
            decided._plan_review()
        return result

    @api.model
    def _check_unsigned(self, vals_list):
        """Nobody signs for somebody else, nor decides while proposing.

        :raise AccessError: values that only the buttons write
        """
        named = {name for vals in vals_list for name in vals if vals[name]}
        given = (SIGNED - KEY) & named
        if given:
            raise AccessError(
                self.env._(
                    "“%(fields)s” is written by the buttons of the decision only:"
                    " propose, then a sales manager decides.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in sorted(given)
                    ),
                )
            )

    def _check_editable(self, vals):
        """Say plainly who may change what, and when.

        :raise AccessError: a change that others make
        :raise UserError: the record is history
        """
        if given := SIGNED & set(vals):
            self._check_unsigned([{name: True for name in given}])
            raise AccessError(
                self.env._(
                    "A proposal stays with its customer and company: make another one."
                )
            )
        changed = (PROPOSAL | DECISION | {"told_on"}) & set(vals)
        if not changed:
            return
        manager = self.env.user.has_group("sales_team.group_sale_manager")
        for renunciation in self:
            customer = renunciation.partner_id.display_name
            state = renunciation.state
            if state in ("refused", "reinstated"):
                raise UserError(
                    self.env._(
                        "What was decided about %(customer)s is history and stays as it"
                        " is. Make a new proposal.",
                        customer=customer,
                    )
                )
            if state == "decided" and changed & PROPOSAL:
                raise UserError(
                    self.env._(
                        "The proposal about %(customer)s was decided: it stays as it"
                        " was. Write what is new into the discussion below it.",
                        customer=customer,
                    )
                )
            if manager:
                continue
            mine = renunciation.proposer_id == self.env.user
            allowed = PROPOSAL | {"reason_id"} if state == "proposed" and mine else ()
            told = {"told_on"} if renunciation._is_own_customer() else set()
            if changed - set(allowed) - told:
                raise AccessError(
                    self.env._(
                        "Only whoever proposed it, and a sales manager, can change the"
                        " proposal about %(customer)s; only a sales manager decides and"
                        " sets the review. Ask one of them.",
                        customer=customer,
                    )
                )

    def _is_own_customer(self):
        """Whether the user works on this customer."""
        self.ensure_one()
        return self.profile_id._filtered_access("write")

    # ------------------------------------------------------------------
    # ABOUT WHOM
    # ------------------------------------------------------------------

    @api.model
    def _find_profiles(self, vals_list):
        """Profiles of these customers and companies, made where there are none.

        :param vals_list: dicts ``partner_id`` and ``company_id``
        :return: list of profiles, one for each
        """
        partners = self.env["res.partner"].browse(
            [vals.get("partner_id") for vals in vals_list]
        )
        partners.check_access("read")
        companies = self.env["res.company"].browse(
            [vals["company_id"] for vals in vals_list]
        )
        keys = [
            (partner.commercial_partner_id.id, company.id)
            for partner, company in zip(partners, companies, strict=True)
        ]
        # sudo: who proposes may never have written anything about the customer, and
        # marketing reads no profiles; ``_check_proposable`` has the last word
        profiles = self.env["reactivation.profile"].sudo()
        found = profiles.search(
            [
                ("partner_id", "in", [partner_id for partner_id, __ in keys]),
                ("company_id", "in", companies.ids),
            ]
        )
        by_key = {(row.partner_id.id, row.company_id.id): row for row in found}
        missing = [key for key in dict.fromkeys(keys) if key not in by_key]
        made = profiles.create(
            [
                {"partner_id": partner_id, "company_id": company_id}
                for partner_id, company_id in missing
            ]
        )
        by_key.update(zip(missing, made, strict=True))
        return [by_key[key] for key in keys]

    @api.model
    def _check_proposable(self, vals_list, profiles):
        """Whether the user may propose these customers.

        :raise AccessError: somebody else's customer, or marketing speaks for others
        :raise UserError: proposed or not pursued already
        """
        for profile in profiles:
            if profile.renunciation_id:
                raise UserError(
                    self.env._(
                        "%(customer)s: %(state)s already. Open that decision from"
                        " Reactivation > Do not pursue.",
                        customer=profile.partner_id.display_name,
                        state=dict(
                            profile._fields["pursuit"]._description_selection(self.env)
                        )[profile.pursuit],
                    )
                )
        if self.env.su:
            return
        if not self.env.user.has_group(SALES):
            if {vals.get("origin", "marketing") for vals in vals_list} - {"marketing"}:
                raise AccessError(
                    self.env._(
                        "Without sales rights you propose for marketing: choose"
                        " “Marketing” as where the proposal comes from."
                    )
                )
            return
        mine = self.env["reactivation.profile"]
        mine = mine.browse([row.id for row in profiles])._filtered_access("read")
        for profile in profiles:
            if profile.id not in mine.ids:
                raise AccessError(
                    self.env._(
                        "%(customer)s belongs to %(owner)s: that person or a sales"
                        " manager proposes not to pursue it. Ask one of them.",
                        customer=profile.partner_id.display_name,
                        owner=profile.user_id.name,
                    )
                )
