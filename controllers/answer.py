from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .link import genuine, typed

#: Longest answer that is kept, in characters.
MAX_LENGTH = 4000


class ReactivationAnswer(http.Controller):
    """The page behind {answer_link}: for customers, without a login.

    A signed token in the address opens one enrolment's answer and nothing else.
    """

    @http.route(
        "/reactivation/answer/<int:enrollment_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def answer(self, enrollment_id, token, reason=None, text=None, **post):
        """Show the questions or the survey, or note what was answered."""
        enrollment = genuine("reactivation.enrollment", enrollment_id, token)
        survey_link = enrollment._survey_link()
        if survey_link:
            return request.redirect(survey_link)
        # the whole page in the language of the e-mail, whatever the browser's is
        lang = enrollment.contact_id.lang or request.env.lang
        request.update_context(lang=lang)
        enrollment = enrollment.with_context(lang=lang)
        values = {"enrollment": enrollment, "token": token, "thanks": False}
        values["reasons"] = enrollment.env["reactivation.reason"]._offered()
        if request.httprequest.method == "POST" and post.get("sent") == "1":
            chosen = values["reasons"].filtered(lambda r: str(r.id) == reason)
            try:
                enrollment._record_answer(chosen, typed(text)[:MAX_LENGTH].strip())
                values["thanks"] = True
            except UserError as error:
                values["error"] = error.args[0]
        return request.render("crm_reactivation.answer_page", values)
