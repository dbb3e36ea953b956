import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * All questions of an assessment at once: one tap per answer, a second tap takes it back.
 *
 * Scores come from the server after each answer; the tapped level is shown at once.
 */
export class ReactivationMatrix extends Component {
    static template = "crm_reactivation.Matrix";
    static props = { ...standardFieldProps };
    /** Field of an answer that holds what was chosen. */
    static choiceField = "level_id";

    setup() {
        this.root = useRef("root");
        // answer id -> level id that was tapped and is on its way to the server
        this.state = useState({ tapped: {}, open: {}, asked: false });
        useEffect(
            (asked) => {
                if (asked) {
                    this.root.el.querySelector(`input[data-answer="${asked}"]`)?.focus();
                }
            },
            () => [this.state.asked]
        );
    }

    get choiceField() {
        return this.constructor.choiceField;
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    /** The dimensions in the order of the grid, each with its questions. */
    get blocks() {
        const parts = this.props.record.data.breakdown_lines || [];
        const labels = new Map(this.list.fields.dimension.selection);
        const blocks = new Map();
        for (const answer of this.list.records) {
            const code = answer.data.dimension;
            if (!blocks.has(code)) {
                const part = parts.find((line) => line.dimension === code);
                blocks.set(code, { code, label: labels.get(code) || "", part, answers: [] });
            }
            blocks.get(code).answers.push(answer);
        }
        return [...blocks.values()];
    }

    chosen(answer) {
        const tapped = this.state.tapped[answer.id];
        return tapped === undefined ? answer.data[this.choiceField]?.id || false : tapped;
    }

    levelClass(answer, level) {
        return this.chosen(answer) === level.id ? "btn-primary" : "btn-secondary";
    }

    /** What is written on a level: an old answer keeps the words it was given with. */
    wording(answer, level) {
        const { level_id, wording } = answer.data;
        return (level_id?.id === level.id && wording) || level.wording;
    }

    /** The level that the Tab key reaches: the chosen one, else the first. */
    isReached(answer, level, index) {
        const chosen = this.chosen(answer);
        return chosen ? chosen === level.id : index === 0;
    }

    evidenceIsOpen(answer) {
        return this.state.open[answer.id] || Boolean(answer.data.evidence);
    }

    demand(level) {
        return level.demands
            ? _t("This answer alone demands “%(category)s” at least.", {
                  category: level.demands,
              })
            : "";
    }

    async choose(answer, level) {
        if (this.props.readonly) {
            return;
        }
        const id = this.chosen(answer) === level.id ? false : level.id;
        this.state.tapped[answer.id] = id;
        try {
            await answer.update({
                [this.choiceField]: id && { id, display_name: level.wording },
            });
        } finally {
            if (this.state.tapped[answer.id] === id) {
                delete this.state.tapped[answer.id];
            }
        }
    }

    openEvidence(answer) {
        this.state.open[answer.id] = true;
        this.state.asked = answer.id;
    }

    setEvidence(answer, ev) {
        return answer.update({ evidence: ev.target.value.trim() || false });
    }

    /** Left and right go through the levels, up and down through the questions. */
    onKeydown(ev) {
        const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[ev.key];
        if (!step) {
            return;
        }
        ev.preventDefault();
        const row = ev.target.closest("[role=radiogroup]");
        const levels = [...row.querySelectorAll("[role=radio]")];
        let next = levels[levels.indexOf(ev.target) + step];
        if (["ArrowUp", "ArrowDown"].includes(ev.key)) {
            const rows = [...this.root.el.querySelectorAll("[role=radiogroup]")];
            next = rows[rows.indexOf(row) + step]?.querySelector("[tabindex='0']");
        }
        next?.focus();
    }
}

export const reactivationMatrix = {
    component: ReactivationMatrix,
    supportedTypes: ["one2many"],
    useSubView: true,
};

registry.category("fields").add("reactivation_matrix", reactivationMatrix);
