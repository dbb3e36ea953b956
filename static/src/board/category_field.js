import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { StatusBarField, statusBarField } from "@web/views/fields/statusbar/statusbar_field";

/**
 * The columns of the board as the status bar of a card. Says first what a move would upset:
 * the board says it after the drop.
 */
export class CategoryField extends StatusBarField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.dialog = useService("dialog");
    }

    async selectItem(item) {
        const { record } = this.props;
        const warning = await this.orm.call(record.resModel, "move_warning", [
            [record.resId],
            item.value,
        ]);
        if (!warning) {
            return super.selectItem(item);
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Move to “%(category)s”?", { category: item.label }),
            body: warning,
            confirmLabel: _t("Move the card"),
            confirm: () => super.selectItem(item),
            cancel: () => {},
        });
    }
}

registry.category("fields").add("reactivation_category", {
    ...statusBarField,
    component: CategoryField,
    additionalClasses: ["o_field_statusbar"],
});
