import { registry } from "@web/core/registry";
import { ReactivationMatrix } from "../assessment/matrix_field";

/**
 * The questions of a self-test, one tap per answer; with the points once submitted.
 *
 * Taps and keys are those of the assessment.
 */
export class ReactivationSelfTest extends ReactivationMatrix {
    static template = "crm_reactivation.SelfTest";
    static choiceField = "choice_id";

    get isSubmitted() {
        return this.props.record.data.state === "done";
    }

    /** What is worth a look first: answers that gave nothing. */
    pointsClass(answer) {
        const { points, max_points } = answer.data;
        if (points === max_points) {
            return "text-bg-success";
        }
        return points ? "text-bg-warning" : "text-bg-danger";
    }
}

export const reactivationSelfTest = {
    component: ReactivationSelfTest,
    supportedTypes: ["one2many"],
    useSubView: true,
};

registry.category("fields").add("reactivation_self_test", reactivationSelfTest);
