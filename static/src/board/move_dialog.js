import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

// Reasons that are one tap away; the others are chosen on the card's form.
const QUICK_REASONS = 4;

/**
 * Asks once after a drop why the card was moved. Closing it asks for nothing: the card says
 * that its reason is missing until somebody gives one.
 */
export class MoveDialog extends Component {
    static template = "crm_reactivation.MoveDialog";
    static components = { Dialog };
    static props = {
        cardId: Number,
        cardName: String,
        categoryName: String,
        onChanged: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ note: "", reasons: [] });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.reasons = await this.orm.searchRead(
            "reactivation.reason",
            [["kind", "=", "move"]],
            ["name"],
            { limit: QUICK_REASONS, order: "sequence, id" }
        );
    }

    get title() {
        return _t("Why %(category)s?", { category: this.props.categoryName });
    }

    get note() {
        return this.state.note.trim();
    }

    chooseReason(reason) {
        return this.write({
            move_reason_id: reason.id,
            ...(this.note && { move_note: this.note }),
        });
    }

    saveNote() {
        return this.note && this.write({ move_note: this.note });
    }

    async write(values) {
        await this.orm.write("reactivation.episode", [this.props.cardId], values);
        return this.finish();
    }

    async undo() {
        await this.orm.call("reactivation.episode", "action_undo_move", [[this.props.cardId]]);
        return this.finish();
    }

    async finish() {
        this.props.close();
        await this.props.onChanged();
    }
}
