import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { StatusBarField, statusBarField } from "@web/views/fields/statusbar/statusbar_field";
import { mayMove } from "./move_warning";

/** The columns of the board as the status bar of a card; asks before a move upsets plans. */
export class CategoryField extends StatusBarField {
    setup() {
        super.setup();
        this.services = { orm: useService("orm"), dialog: useService("dialog") };
    }

    async selectItem(item) {
        const category = { id: item.value, name: item.label };
        if (await mayMove(this.services, this.props.record.resId, category)) {
            return super.selectItem(item);
        }
    }
}

registry.category("fields").add("reactivation_category", {
    ...statusBarField,
    component: CategoryField,
    additionalClasses: ["o_field_statusbar"],
});
