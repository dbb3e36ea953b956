"""What the links in messages to customers have in common."""

from odoo.exceptions import AccessError
from odoo.http import request


def genuine(model, record_id, token):
    """The record that a link speaks of, by sudo.

    Whatever is wrong with the link, the answer is the same: nobody learns which ids
    exist.

    :raise NotFound: the token is not this record's, or there is no such record
    """
    # sudo: the token is checked first; only this record is read and written
    record = request.env[model].sudo().browse(record_id)
    try:
        record._check_token(token)
    except AccessError as error:
        raise request.not_found() from error
    return record


def typed(value):
    """What was typed into a field of the page: not a file, nothing that a text in the
    database cannot hold."""
    return value.replace("\x00", "") if isinstance(value, str) else ""
