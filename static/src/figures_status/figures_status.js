import { Component } from "@odoo/owl";

/** Of when the figures are: amber after six weeks, red after six months. */
export class FiguresStatus extends Component {
    static template = "crm_reactivation.FiguresStatus";
    static props = { status: Object };

    get className() {
        return {
            fresh: "text-700",
            old: "badge text-bg-warning fw-normal",
            outdated: "badge text-bg-danger fw-normal",
        }[this.props.status.age];
    }
}
