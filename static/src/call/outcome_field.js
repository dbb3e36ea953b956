import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useSpecialData } from "@web/views/fields/relational_utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = {
    no_need: "fa-clock-o",
    other_solution: "fa-exchange",
    need_now: "fa-bolt",
    unreachable: "fa-ban",
    call_back: "fa-mail-reply",
    none: "fa-comment-o",
};

/**
 * What a call came to, as big choices: one tap on a phone, arrow keys on a keyboard.
 */
export class ReactivationOutcome extends Component {
    static template = "crm_reactivation.Outcome";
    static props = { ...standardFieldProps };

    setup() {
        this.outcomes = useSpecialData((orm) =>
            orm.call(
                "reactivation.reason",
                "search_read",
                [[["kind", "=", "outcome"]]],
                { fields: ["name", "effect"] }
            )
        );
    }

    get choices() {
        return Array.isArray(this.outcomes.data) ? this.outcomes.data : [];
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    icon(outcome) {
        return ICONS[outcome.effect] || ICONS.none;
    }

    choose(outcome) {
        return this.props.record.update({
            [this.props.name]: { id: outcome.id, display_name: outcome.name },
        });
    }
}

export const reactivationOutcome = {
    component: ReactivationOutcome,
    supportedTypes: ["many2one"],
};

registry.category("fields").add("reactivation_outcome", reactivationOutcome);
