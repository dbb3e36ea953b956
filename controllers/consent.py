from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .link import genuine


class ReactivationConsent(http.Controller):
    """May we go on writing?  The page behind the link of that e-mail, without a login.

    Looking at the page changes nothing: programs that check links only look.
    """

    @http.route(
        "/reactivation/consent/<int:consent_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def consent(self, consent_id, token, answer=None, **post):
        """Show the question, or note the answer."""
        consent = genuine("reactivation.consent", consent_id, token)
        # the whole page in the language of the e-mail, whatever the browser's is
        lang = consent.contact_id.lang or request.env.lang
        request.update_context(lang=lang)
        consent = consent.with_context(lang=lang)
        values = {"consent": consent, "error": False}
        if request.httprequest.method == "POST" and answer in ("yes", "no"):
            try:
                consent._record_answer(answer)
            except UserError as error:
                values["error"] = error.args[0]
        return request.render("crm_reactivation.consent_page", values)
