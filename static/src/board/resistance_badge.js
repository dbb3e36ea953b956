import { Component, useRef, useState } from "@odoo/owl";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The score by dimension, or the facts that placed a card nobody has assessed. */
export class ResistancePopover extends Component {
    static template = "crm_reactivation.ResistancePopover";
    static props = { data: Object, close: { type: Function, optional: true } };

    /** Facts about buying habits, one a line. */
    get facts() {
        return this.props.data.provisional_hint.split("\n");
    }
}

/**
 * How hard the customer is to win back, in one word; a click, a tap or the Enter key says
 * why. Provisional looks different from assessed.
 */
export class ResistanceBadge extends Component {
    static template = "crm_reactivation.ResistanceBadge";
    static props = { ...standardWidgetProps };

    setup() {
        this.button = useRef("button");
        this.state = useState({ open: false });
        this.popover = usePopover(ResistancePopover, {
            position: "top-start",
            popoverClass: "o_reactivation_popover",
            role: "dialog",
            onClose: () => (this.state.open = false),
        });
    }

    get data() {
        return this.props.record.data;
    }

    toggle() {
        if (this.state.open) {
            return this.popover.close();
        }
        this.popover.open(this.button.el, { data: this.data });
        this.state.open = true;
    }
}

registry.category("view_widgets").add("reactivation_resistance", {
    component: ResistanceBadge,
    fieldDependencies: [
        { name: "assessment_id", type: "many2one", relation: "reactivation.assessment" },
        { name: "resistance_score", type: "integer" },
        { name: "resistance_text", type: "char" },
        { name: "breakdown_lines", type: "json" },
        { name: "provisional_hint", type: "text" },
        { name: "low_confidence", type: "boolean" },
    ],
});
